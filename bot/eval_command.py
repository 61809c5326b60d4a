"""``onrecord eval``: labelled sets scored, and the scoring fitted on them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.program import FAILED, Program, program_of
from index.cli import IndexDir
from index.errors import QuestionError

if TYPE_CHECKING:
    # Evaluation imports what asking does not need.
    from bot.desk import Desk
    from bot.examples import Example
    from bot.labelled import LabelledSet
    from bot.screen import Screen
    from index.generations import Library


def evaluate(
    ctx: typer.Context,
    labelled: Annotated[
        Path, typer.Argument(metavar="SET.jsonl", help="Questions with their right answers.")
    ],
    misses: Annotated[bool, typer.Option("--misses", help="List the questions missed.")] = False,
    tier: Annotated[
        Literal["core", "all"],
        typer.Option("--tier", help="Which labelled statements count."),
    ] = "all",
    baseline: Annotated[
        Literal["bm25", "dense", "fusion"] | None,
        typer.Option(
            "--baseline",
            help="Score plain sentence search instead, ranked by BM25, vectors or both.",
            show_default=False,
        ),
    ] = None,
    examples: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT.jsonl",
            help="Write what the search puts forward for the set, for a calibration.",
            show_default=False,
        ),
    ] = None,
    calibrate: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT.json",
            help="Fit the scoring on the set and write it here, with its evidence.",
            show_default=False,
        ),
    ] = None,
    more: Annotated[
        list[Path] | None,
        typer.Option(
            "--with",
            metavar="EXAMPLES.jsonl",
            help="Calibrate on these examples too; may be given again.",
            show_default=False,
        ),
    ] = None,
    index: IndexDir = None,
) -> None:
    """Score the answers, or the statements, against a labelled set.

    \b
      onrecord eval labelled.jsonl
      onrecord eval labelled.jsonl --baseline bm25
      onrecord eval statements.jsonl --tier core
      onrecord eval labelled.jsonl --calibrate bot/scoring.json

    Several sets, each on its own collection, are calibrated on together:

    \b
      onrecord eval one.jsonl --index one/ --examples one-examples.jsonl
      onrecord eval two.jsonl --index two/ --with one-examples.jsonl --calibrate bot/scoring.json

    Where the examples cannot tell when to decline, that threshold stays as it is, and the exit
    code is 1.
    """  # noqa: D301 - \b keeps the examples from being wrapped
    from bot.labelled import load

    program = program_of(ctx)
    if more and calibrate is None:
        raise typer.BadParameter("--with is for --calibrate OUT.json", ctx=ctx)
    found = load(labelled)
    if examples is not None or calibrate is not None:
        _learn(program, found, index, examples, calibrate, more or [])
        return

    desk = program.desk(index)
    if baseline is not None:
        from bot.baselines import Baseline, BaselineDesk

        desk = BaselineDesk(_library(program, index), Baseline(baseline))
    missed = _score_answers(program.screen, found, desk)
    if found.statements:
        _score_statements(program, found, index, core_only=tier == "core")
    for line in missed if misses else ():
        program.screen.line(line)


def _score_answers(screen: Screen, labelled: LabelledSet, desk: Desk) -> list[str]:
    """Show the scores of questions and quiz questions; the lines of what was missed."""
    from bot.evaluation import evaluate as run
    from bot.quiz import evaluate_quiz
    from bot.rendering.scores import quiz_listing, scores_listing
    from bot.rendering.terminal import visible

    missed: list[str] = []
    if labelled.questions:
        evaluation = run(labelled.questions, desk)
        screen.show(scores_listing(evaluation))
        missed += evaluation.missed
    if labelled.quiz:
        quiz = evaluate_quiz(labelled.quiz, desk)
        screen.show(quiz_listing(quiz))
        missed += quiz.missed
    return [visible(line) for line in missed]


def _score_statements(
    program: Program, labelled: LabelledSet, index: Path | None, *, core_only: bool
) -> None:
    from bot.rendering.scores import statements_listing
    from bot.statement_scores import score_statements

    collection = _library(program, index).current()
    on_record = [s for h in collection.articles() for s in collection.statements_of(h.id)]
    scores = score_statements(labelled.statements, on_record, core_only=core_only)
    program.screen.show(statements_listing(scores))


def _library(program: Program, index: Path | None) -> Library:
    from index.generations import Library

    settings = program.settings.index
    return Library(index or settings.dir, model=settings.model)


def _learn(
    program: Program,
    labelled: LabelledSet,
    index: Path | None,
    out: Path | None,
    calibrate: Path | None,
    more: list[Path],
) -> None:
    """Write the examples of a labelled set, or fit the scoring on them and on others, or both."""
    from bot.answering import Answerer
    from bot.examples import examples, read, write

    desk = program.desk(index)
    if not isinstance(desk, Answerer):
        raise QuestionError("only a real index has examples: run `onrecord index build`")
    before = [example for path in more for example in read(path)]
    found = list(examples(labelled, desk))
    if out is not None:
        write(out, found)
        program.screen.line(f"{len(found):,} examples written to {out}")
    if calibrate is not None:
        _calibrate(program, [*before, *found], calibrate)


def _calibrate(program: Program, examples: list[Example], out: Path) -> None:
    """Fit the scoring, and say how it did on questions it had not seen."""
    from bot.calibration import fit, write
    from bot.rendering.scores import evidence_lines, obstacle_lines

    scoring, evidence = fit(examples)
    write(out, scoring, evidence)
    for line in evidence_lines(evidence, scoring):
        program.screen.line(line)
    obstacles = obstacle_lines(evidence)
    for line in obstacles:
        program.screen.message(line)
    if obstacles:
        raise typer.Exit(FAILED)
