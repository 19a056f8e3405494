"""What was decided for a whole file, and what was found wrong with one row of it."""

from dataclasses import dataclass, field

from chalicelib.rules.ledgers.values import Trouble
from chalicelib.sentences import Joined, Said


@dataclass(frozen=True)
class Reading:
    """What was decided for the whole file. `unit` and `money` are what the headers say in passing."""

    country: str
    date_order: str
    decimal_mark: str
    category: str
    columns: frozenset[str]
    unit: str = ""
    money: tuple[str, ...] = ()


@dataclass
class Findings:
    """The troubles of one row in the order of weight, and what is odd but no hindrance."""

    rejects: list[Trouble] = field(default_factory=list)
    warnings: list[Trouble] = field(default_factory=list)

    def reject(self, code: str, sentence: Said) -> None:
        self.rejects.append(Trouble(code, sentence))

    def warn(self, code: str, sentence: Said) -> None:
        self.warnings.append(Trouble(code, sentence))

    def reason(self) -> Trouble | None:
        """The gravest trouble's code with every sentence, so that all can be mended in one go."""
        if not self.rejects:
            return None
        sentences = [trouble.sentence for trouble in self.rejects]
        said = Said("{sentences}", sentences=Joined(sentences, " ")) if sentences[1:] else sentences[0]
        return Trouble(self.rejects[0].code, said)
