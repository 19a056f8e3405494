"""The two indexes of the one table, keys only."""

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection


class DueIndex(GlobalSecondaryIndex):
    """Rows that wait for a moment. Sparse: a settled row has left it."""

    class Meta:
        index_name = "due"
        projection = KeysOnlyProjection()

    due_lane = UnicodeAttribute(hash_key=True)
    due_key = UnicodeAttribute(range_key=True)


class LookupIndex(GlobalSecondaryIndex):
    """The few other ways to find rows; docs/decisions/0001-one-table.md lists them with their cost."""

    class Meta:
        index_name = "lookup"
        projection = KeysOnlyProjection()

    lookup_pk = UnicodeAttribute(hash_key=True)
    lookup_sk = UnicodeAttribute(range_key=True)
