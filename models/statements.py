"""Running statements that were put together once, with as little as possible between them and the database.

What every request asks (whose session is this?) and what the counter does all day (keep an answer) are a handful of
short statements. SQLite needs some microseconds for each; SQLAlchemy's way there and back costs several times that. So
SQLAlchemy writes and compiles them, once, and on SQLite the driver itself runs them. On another database, and while the
session is in the middle of something, the same statements take SQLAlchemy's own way.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from sqlalchemy import Dialect, Engine, Executable, Pool, event, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.base import db, is_writing


class Runs(Protocol):
    """Whatever runs a statement: a connection of SQLAlchemy's, or the driver's."""

    @property
    def dialect(self) -> Dialect:
        """Which SQL is spoken here."""

    def execute(self, statement: Any, parameters: Any = None, /) -> Any:
        """The rows of a statement, to be asked for as ``Found`` is."""


class Found(list[Any]):
    """The rows that the driver brought, asked for by the names that SQLAlchemy's results have."""

    def all(self) -> list[Any]:
        """Every row."""
        return self

    def first(self) -> Any:
        """The first row, if any."""
        return self[0] if self else None

    def one(self) -> Any:
        """The only row; ValueError when there is another number of them."""
        (row,) = self
        return row

    def scalar(self) -> Any:
        """The first value of the first row, if any."""
        return self[0][0] if self else None


class _Prepared:
    """A statement as the driver takes it: its text, its values in order, and how either side writes a value.

    ValueError for a statement whose text depends on its values.
    """

    def __init__(self, statement: Any, dialect: Dialect, names: tuple[str, ...]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(names) if statement.is_insert else None)
        if compiled.post_compile_params or compiled.literal_execute_params:
            raise ValueError(f"the driver cannot be given the lists of {statement}")
        self.text = str(compiled)
        filled = {column.key: column.default.arg for column in compiled.insert_prefetch} if statement.is_insert else {}
        self._values = []
        self._otherwise: dict[str, Any] = {}  # what is not given: the statement's own value, or its column's default
        for name in compiled.positiontup:
            bind = compiled.binds[name]
            self._values.append((name, bind.type.dialect_impl(dialect).bind_processor(dialect)))
            if name not in names and (name in filled or not bind.required):
                self._otherwise[name] = filled[name] if name in filled else compiled.params[name]
        columns = list(statement.exported_columns)
        back = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._back = back if any(back) else None
        row: Any = namedtuple("Row", [column.key for column in columns], rename=True)  # type: ignore[misc]
        self._row = row._make

    def bound(self, given: dict[str, Any]) -> list[Any]:
        """The values for the driver; what is not given is the statement's own or its column's default.

        KeyError names a value that is missing.
        """
        if self._otherwise:
            more = {name: value(None) if callable(value) else value for name, value in self._otherwise.items()}
            given = more | given
        return [process(given[name]) if process else given[name] for name, process in self._values]

    def rows(self, raw: list[Any]) -> Found:
        """What the driver brought, as the values that people work with."""
        make, back = self._row, self._back
        if back is None:
            return Found(map(make, raw))
        return Found(
            [
                make([process(value) if process else value for process, value in zip(back, row, strict=True)])
                for row in raw
            ]
        )


@lru_cache(maxsize=256)
def _prepared(statement: Executable, dialect: Dialect, names: tuple[str, ...]) -> _Prepared:
    return _Prepared(statement, dialect, names)


class Driver:
    """SQLite's driver, running the statements that SQLAlchemy wrote."""

    def __init__(self, engine: Engine) -> None:
        self.dialect, self._pool = engine.dialect, engine.pool
        try:
            self._pooled = engine.raw_connection()  # made as the pool makes them, then its place there set free again
        except sqlite3.Error as refused:
            raise DBAPIError.instance("connect", None, refused, sqlite3.Error, dialect=self.dialect) from refused
        self._connection: sqlite3.Connection = self._pooled.driver_connection  # type: ignore[assignment]
        self._pooled.detach()

    def execute(self, statement: Executable, parameters: Any = None, /) -> Found:
        """Run a statement, or once for each of several; SQLAlchemy's own exceptions when the database refuses."""
        if not isinstance(parameters, list):
            given = parameters or {}
            prepared = _prepared(statement, self.dialect, tuple(given))
            return prepared.rows(self.say(prepared.text, prepared.bound(given)))
        prepared = _prepared(statement, self.dialect, tuple(parameters[0]))
        raw: list[Any] = []
        for given in parameters:
            raw += self.say(prepared.text, prepared.bound(given))
        return prepared.rows(raw)

    def say(self, words: str, values: list[Any] | tuple[()] = ()) -> list[Any]:
        """Run SQL as it stands."""
        try:
            return self._connection.execute(words, values).fetchall()
        except sqlite3.Error as refused:
            raise DBAPIError.instance(words, None, refused, sqlite3.Error, dialect=self.dialect) from refused

    def is_free(self) -> bool:
        """Whether no transaction is open any more; one that was left open is rolled back."""
        if self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.rollback()
        return not self._connection.in_transaction

    def is_of(self, pool: Pool) -> bool:
        """Whether the connection came from this pool, or from one that is gone."""
        return self._pool is pool

    def close(self) -> None:
        """Give the database back."""
        self._pooled.close()


_own: ContextVar[Driver | None] = ContextVar("own", default=None)


def connection() -> Runs:
    """The connection of the present work; what the session still holds is written first."""
    own = _own.get()
    if own is not None:
        return own
    db.session.flush()
    return db.session.connection()


def read(statement: Executable, asked: dict[str, Any]) -> Any:
    """Run a statement on columns that was put together once.

    The rows come straight from the connection: cheaper than the session's own way, which looks for entities in them.
    """
    return connection().execute(statement, asked)


_TURN = select(func.pg_advisory_xact_lock(816, 0))


def one_at_a_time() -> None:
    """Until the commit nobody else loads a catalogue; on SQLite the one write lock has seen to that already."""
    if connection().dialect.name == "postgresql":
        read(_TURN, {})


_idle: "WeakKeyDictionary[Engine, list[Driver]]" = WeakKeyDictionary()


def _take(engine: Engine) -> Driver:
    """A driver that is kept open from one piece of work to the next: the last one first, it remembers what it read."""
    try:
        return _idle.setdefault(engine, []).pop()
    except IndexError:  # all are at work
        return Driver(engine)


def _give_back(own: Driver, engine: Engine) -> None:
    """Keep a driver for the next work; what was not committed is undone."""
    if own.is_of(engine.pool) and own.is_free():
        _idle.setdefault(engine, []).append(own)
    else:
        own.close()


@event.listens_for(Engine, "engine_disposed")
def _close(engine: Engine) -> None:
    """Close with the pool what is kept open beside it."""
    idle = _idle.pop(engine, [])
    while idle:
        idle.pop().close()


def _driven() -> Engine | None:
    """The engine whose driver does the work; None where it is the session's: amid something, or another database."""
    engine = db.engine
    is_the_sessions = engine.dialect.name != "sqlite" or (db.session.registry.has() and db.session().in_transaction())
    return None if is_the_sessions else engine


def look(statement: Executable, asked: dict[str, Any]) -> Any:
    """Run one statement that only reads: in the transaction that is open, else in none.

    A request that is going to write looks within its transaction: what it saw is still so when it writes.
    """
    if _own.get() is not None or is_writing() or (engine := _driven()) is None:
        return read(statement, asked)
    own = _take(engine)
    try:
        return own.execute(statement, asked)
    finally:
        _give_back(own, engine)


@contextmanager
def at_once() -> Iterator[None]:
    """One transaction that writes, from its beginning to its commit; inside, ``connection`` is its own.

    Nothing is kept when the work inside raises. A session that is in the middle of something commits it too.
    """
    engine = _driven()
    if engine is None:
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        return
    own = _take(engine)
    token = _own.set(own)
    try:
        own.say("BEGIN IMMEDIATE")
        yield
        own.say("COMMIT")
    finally:
        _own.reset(token)
        _give_back(own, engine)


@event.listens_for(Session, "after_transaction_create")
def _stay_out(_session: Session, _transaction: object) -> None:
    """The session would wait for ``at_once`` around it, and ``at_once`` for the session."""
    if _own.get() is not None:
        raise RuntimeError("the session has no part in what is written at once")
