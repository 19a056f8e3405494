"""The kinds of values that requests and answers are made of, each with its limits and an example."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from chalicelib.errors import BadInput
from chalicelib.ids import fits_a_key

# Beyond these no care is planned, and a slip of the finger is likelier than the year.
FIRST_YEAR, LAST_YEAR = 1970, 2199


def refuse(sentence: str) -> PydanticCustomError:
    return PydanticCustomError("sentence", "{said}", {"said": sentence})


def checked(check: Callable[[str], Any]) -> AfterValidator:
    """Leaves a text as it is where `check` takes it; so its refusal is told together with all the others."""
    return AfterValidator(lambda text: _checked(check, text))


def checked_in_country(check: Callable[[str, str], Any]) -> AfterValidator:
    """The same of what is read as in the `country` beside it; told of only where that one is right."""

    def validate(text: str, around: ValidationInfo) -> str:
        country = around.data.get("country")
        return text if country is None else _checked(lambda one: check(one, country), text)

    return AfterValidator(validate)


def _checked(check: Callable[[str], Any], text: str) -> str:
    try:
        check(text)
    except BadInput as refusal:
        raise refuse(str(refusal)) from None
    return text


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise refuse(f"{text!r} is no day of the calendar; write it as 2026-03-01.") from None
    return _near(found, text)


def _near(found: Any, text: str) -> Any:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise refuse(f"{text!r} lies outside the years {FIRST_YEAR} to {LAST_YEAR}.")
    return found


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text.upper())
    except ValueError:
        raise refuse(
            f"{text!r} is no moment; write it with its offset, as 2026-03-01T18:30:00+08:00."
        ) from None
    return _near(found, text)


def _name(text: str) -> str:
    if not text.strip() or not fits_a_key(text):
        raise refuse("This is blank or too long: give a name of at most 200 letters.")
    return text.strip()


def _label(text: str) -> str:
    return _name(text) if text else text


def _above_zero(text: str) -> str:
    if not Decimal(text):
        raise refuse("This must be more than 0.")
    return text


LINE = r"^[^\x00-\x1f\x7f]*$"
Text = Annotated[str, Field(max_length=200, pattern=LINE)]
Label = Annotated[str, Field(max_length=200, pattern=LINE), AfterValidator(_label)]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=LINE), AfterValidator(_name)]
Note = Annotated[str, Field(max_length=2000)]
Why = Annotated[
    str,
    Field(
        min_length=1, max_length=500, description="The reason, for whoever looks later.",
        examples=["she asked for it on the phone"],
    ),
    AfterValidator(_name),
]  # fmt: skip
Who = Annotated[
    str, Field(max_length=200, pattern=LINE, description="Whose deed it is; default: the key's name.")
]
AMOUNT = r"^[0-9]{1,12}(\.[0-9]{1,4})?$"
if TYPE_CHECKING:  # texts on the wire, values once they are read
    Day = date
    Moment = datetime
    Amount = Decimal
    Quantity = str
else:
    Day = Annotated[
        str,
        Field(
            pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"},
            examples=["2026-03-20"],
        ),
        AfterValidator(_day),
    ]  # fmt: skip
    Moment = Annotated[
        str,
        Field(
            pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
            r"([Zz]|[+-][0-9]{2}:[0-9]{2})$",
            json_schema_extra={"format": "date-time"}, description="RFC 3339, with its offset.",
            examples=["2026-03-20T10:00:00+08:00"],
        ),
        AfterValidator(_moment),
    ]  # fmt: skip
    Amount = Annotated[
        str,
        Field(pattern=AMOUNT, description="An exact amount, as text.", examples=["12800.50"]),
        AfterValidator(Decimal),
    ]
    Quantity = Annotated[
        str,
        Field(pattern=AMOUNT, description="As text, more than 0.", examples=["40"]),
        AfterValidator(_above_zero),
    ]
# What goes out: texts in these forms.
At = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
On = Annotated[str, Field(json_schema_extra={"format": "date"})]
Currency = Annotated[str, Field(pattern=r"^([A-Z]{3})?$", description="ISO 4217.", examples=["HKD"])]
Country = Annotated[
    str, Field(pattern=r"^([A-Z]{2})?$", description="ISO 3166, for numbers without a code.", examples=["HK"])
]


class Asked(BaseModel):
    """What comes in: nothing unknown, nothing guessed."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)

    def facts(self, *but: str) -> dict[str, Any]:
        """Each field's value by name."""
        return {name: getattr(self, name) for name in type(self).model_fields if name not in but}

    def given(self) -> dict[str, Any]:
        """Only what was sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class Told(BaseModel):
    """What goes out. Documentation, held true by tests: answers are plain values."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class Query(BaseModel):
    """What stands behind the question mark: texts, so numbers are read from them."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class Paged(Query):
    limit: int = Field(50, ge=1, le=200, description="The most entries of one page.")
    cursor: str = Field("", max_length=4000, description="`next` of the page before.")


class Fault(Told):
    pointer: str = Field("", description="Where in the body, as a JSON pointer.")
    parameter: str = Field("", description="Which parameter of the address or header.")
    detail: str = Field(description="What is wrong and how to mend it.")


class ProblemDetails(Told):
    """RFC 9457. `code` is stable; `detail` is for people and says how to mend."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[Fault] = []
