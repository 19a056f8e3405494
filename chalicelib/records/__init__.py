"""What we remember: PynamoDB rows, keys, named queries, conditional writes. No decisions."""
