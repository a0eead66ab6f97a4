"""What a learner may do in a shared AWS account: what the lessons need, on their own tables."""

TABLES = ("CreateTable", "DescribeTable", "DeleteTable", "TagResource", "ListTagsOfResource")
# The actions of a transaction need permissions of their own: the last is ConditionCheck's.
ITEMS = (
    "PutItem",
    "GetItem",
    "UpdateItem",
    "DeleteItem",
    "BatchWriteItem",
    "Query",
    "Scan",
    "ConditionCheckItem",
)
STREAMS = ("DescribeStream", "GetShardIterator", "GetRecords")


def policy(prefix: str) -> dict[str, object]:
    """Return an IAM policy for the tables of this prefix."""
    own = [f"dynamodb:{action}" for action in (*TABLES, *ITEMS)]
    return {
        "Version": "2012-10-17",
        "Statement": [
            _allow("OwnTables", own, f"arn:aws:dynamodb:*:*:table/{prefix}-*"),
            _allow(
                "ChangesOfOwnTables",
                [f"dynamodb:{action}" for action in STREAMS],
                f"arn:aws:dynamodb:*:*:table/{prefix}-*/stream/*",
            ),
            # AWS has no narrower permission to list names.
            _allow("NamesOfAllTables", ["dynamodb:ListTables"], "*"),
        ],
    }


def _allow(name: str, actions: list[str], resource: str) -> dict[str, object]:
    return {"Sid": name, "Effect": "Allow", "Action": actions, "Resource": resource}
