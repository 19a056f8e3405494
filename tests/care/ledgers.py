"""A small ledger with every kind of row, in an order that parts could get wrong."""

HEADER = "order,signed,name,phone,email,product,batch,quantity,amount,installed"
ROWS = [
    "A1,2026-03-01,Ann Lee,+85291234561,,Oak,B1,10,100,",
    "A2,2026-03-01,Bob Li,+85291234562,,Oak,B1,5,50,",
    "A1,2026-03-01,Ann Lee,+85291234561,,Oak,B1,10,100,",  # a repeat of the first line
    "A3,2026-03-01,Cat Ho,,,Oak,B1,5,50,",  # nobody can be reached
    "A1,2026-03-01,Ann Lee,,ann@example.com,Ash,B2,4,40,",  # a second line, another address
    "A2,2026-03-01,Bob Li,+85291234562,,Oak,B1,-5,-50,",  # all comes back
    "A4,2026-02-01,Dee Ng,+85291234564,,Oak,B1,8,80,2026-02-20",
    "A5,2026-03-01,Ann Lee,,ann@example.com,Elm,B3,2,20,2026-03-20",  # the first buyer by another way
    "A4,2026-02-01,Dee Ng,+85291234564,,Oak,B1,-3,-30,",  # a part comes back
    "A9,2026-03-01,Eve Mo,+85291234569,,Oak,B1,-1,-10,",  # never sold
    "A4,2026-02-01,Dee Ng,+85291234564,,Oak,B1,-3,-30,",  # the same return once more
]


def ledger(*rows: str) -> bytes:
    return "\n".join([HEADER, *(rows or ROWS), ""]).encode()


def crowd(orders: int) -> bytes:
    """So many people that their messages need a release."""
    return ledger(
        *(f"C{n},2026-03-01,Pat {n},+8529200{n:04d},,Oak,B1,{n + 1},10," for n in range(orders)),
    )
