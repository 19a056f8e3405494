"""What to do next, told to programs by routes: the flows' own sentences speak to a command line."""

# In this order: of two that begin alike the longer one first.
ROUTES = {
    "`aftercare customer show` lists a customer's sales": "`GET /v1/sales?customer=ID` lists a customer's",
    "`aftercare customer show` lists a customer's": "`GET /v1/touchpoints?customer=ID` lists a customer's",
    "`aftercare customer show` lists them": "`GET /v1/customers/ID/contacts` lists them",
    "`aftercare customer find` looks by address": "`GET /v1/customers?phone=` and `?email=` look by address",
    "`aftercare sale book-again`": "`POST /v1/sales/ORDER/book-again`",
    "`aftercare staff set NAME --phone ...`": "`POST /v1/staff`",
    "`aftercare tasks --rep NAME` lists them": "`GET /v1/tasks?rep=NAME` lists a rep's",
    "`aftercare import` prints the id when it holds one back": "`GET /v1/imports` lists them all",
    "`aftercare complaint told` lists what does": "`GET /v1/told` lists what does",
    "`aftercare release`": "`POST /v1/imports/ID/release`",
    "`aftercare resume`": "`POST /v1/resume`",
}


def by_routes(sentence: str) -> str:
    for command, route in ROUTES.items():
        sentence = sentence.replace(command, route)
    return sentence
