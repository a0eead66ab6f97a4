"""In place of the 5 MB of AWS's own policies, which moto only loads if it is told to."""

aws_managed_policies_data = "{}"
