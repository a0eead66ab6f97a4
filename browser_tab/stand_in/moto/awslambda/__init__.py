"""Not moto's part for AWS Lambda but a stand-in, only for the workshop in a browser tab."""
