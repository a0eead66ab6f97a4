"""DynamoDB's rules for requests, applied before a request is sent: emulators accept too much."""

from classroom.backend.validator.any_request import check_any_request
from classroom.backend.validator.requests import Validator
from classroom.backend.validator.values import InvalidRequestError

__all__ = ["InvalidRequestError", "Validator", "check_any_request"]
