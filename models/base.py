"""The ground every table stands on: the database, the column types and the mixins that keep the house rules."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Executable,
    ForeignKey,
    Integer,
    MetaData,
    Numeric,
    String,
    event,
    func,
    select,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Mapper,
    Session,
    SessionTransaction,
    declared_attr,
    mapped_column,
    registry,
)
from sqlalchemy.types import TypeDecorator

from models import clock, read_only, trouble
from models.trouble import Trouble

PATIENCE = 5000  # milliseconds
LOG_LIMIT = 16 * 1024 * 1024  # bytes that SQLite's write-ahead log gives back once it was larger
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC on both databases; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True
    python_type = datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant must carry its zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """A decimal number kept exactly: NUMERIC on PostgreSQL, text on SQLite (which has no decimals)."""

    impl = Numeric(18, 6)
    cache_ok = True
    python_type = Decimal

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(String(32) if dialect.name == "sqlite" else Numeric(18, 6))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        return str(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


def word_type(kind: type[StrEnum], length: int = 24, name: str | None = None) -> Enum:
    """A column type that keeps one word of a closed list, checked by the database itself under the list's ``name``."""
    return Enum(
        kind,
        native_enum=False,
        length=length,
        create_constraint=True,
        name=name or kind.__name__.lower(),
        values_callable=lambda words: [word.value for word in words],
    )


def key_type(length: int) -> String:
    """A key made of plain letters that orders byte by byte, whatever language the database server speaks."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Base(DeclarativeBase):
    """The declarative base; every constraint has a name, so that a migration can find it."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            int: BigInteger().with_variant(Integer, "sqlite"),
            datetime: Instant(),
            Decimal: Exact(),
        },
    )


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


@event.listens_for(Mapper, "mapper_configured")
def _remember(mapper: Mapper[Any], kind: type) -> None:
    """Let a row that was let go fetch its old value before it takes a new one, so that the journal knows both."""
    for column in mapper.column_attrs:
        getattr(kind, column.key).impl.active_history = True


class Versioned:
    """An editable row: SQLAlchemy counts ``version`` and refuses the second of two savers (StaleDataError)."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Dated:
    """A row that knows when it was entered."""

    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class CommuneOwned:
    """A row of one commune; no other commune ever sees it."""

    @declared_attr
    def commune_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("commune.id"), index=True)


class Eyes(Protocol):
    """Whoever looks: a viewer of one commune, or of all of them (``commune_id`` None)."""

    @property
    def commune_id(self) -> int | None: ...


def seen_by(eyes: Eyes, owner: Any) -> ColumnElement[bool]:
    """The condition that keeps a query inside the viewer's commune; ``owner`` is a class or table of a commune."""
    if eyes.commune_id is None:
        return true()
    column: ColumnElement[int] = owner.commune_id if hasattr(owner, "commune_id") else owner.c.commune_id
    return column == eyes.commune_id


def read(statement: Executable, parameters: dict[str, Any] | None = None) -> CursorResult[Any]:
    """Columns by their names, on the session's own connection; what the session still holds is written first."""
    db.session.flush()
    return db.session.connection().execute(statement, parameters)


def upsert(kind: type[Any]) -> postgresql.Insert | sqlite.Insert:
    """An insert that may say what becomes of a row that is there already: ``on_conflict_do_...``."""
    if db.engine.dialect.name == "sqlite":
        return sqlite.insert(kind)
    return postgresql.insert(kind)


def one_at_a_time() -> None:
    """Until the commit nobody else loads a catalogue; on SQLite the one write lock has seen to that already."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(816, 0)))


@contextmanager
def unhurried() -> Iterator[Connection]:
    """A transaction of its own for a write that may as well be left: OperationalError at once when it had to wait."""
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        with connection.begin():
            connection.exec_driver_sql("PRAGMA busy_timeout=0" if is_sqlite else "SET LOCAL lock_timeout = '50ms'")
            try:
                yield connection
            finally:
                if is_sqlite:
                    connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE}")


_writing: ContextVar[bool] = ContextVar("writing", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """Mark the work inside as writing, so that SQLite takes its one write lock at once instead of half-way."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Mark the work inside as reading only, within work that is marked as writing."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def snapshot() -> Iterator[None]:
    """A look at the records as they were at one moment, whatever others write meanwhile; what is pending is undone."""
    db.session.rollback()
    with reading():
        if db.engine.dialect.name == "postgresql":  # SQLite's transactions are such looks already
            db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        try:
            yield
        finally:
            db.session.rollback()


def is_writing() -> bool:
    """Whether the present work is marked as writing."""
    return _writing.get()


def set_writing(on: bool) -> None:
    """The same mark for a whole request."""
    _writing.set(on)


_OTHERS_WAIT = "the transaction began while the work was marked as writing"
_WRITTEN = "rows were written that are not committed yet"
_begun: ContextVar[Session | None] = ContextVar("begun", default=None)  # the session that last began to write here


@event.listens_for(Session, "after_begin")
def _note_begin(session: Session, _transaction: SessionTransaction, _connection: Connection) -> None:
    if _writing.get():
        session.info[_OTHERS_WAIT] = True
        _begun.set(session)


@event.listens_for(Session, "after_flush")
def _note_flush(session: Session, _context: object) -> None:
    session.info[_WRITTEN] = True


@event.listens_for(Session, "after_transaction_end")
def _note_end(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_OTHERS_WAIT, None)
        session.info.pop(_WRITTEN, None)
        if _begun.get() is session:
            _begun.set(None)


def outside_writing(what: str) -> None:
    """Refuse to do something slow while a transaction that writes is open: RuntimeError names ``what``.

    On SQLite the whole office waits for that transaction, on PostgreSQL whoever writes to the same rows and everybody
    who writes to the journal of the same commune. Work that is marked as writing and has not begun yet may be slow.
    """
    session = _begun.get()
    if session is not None and session.info.get(_OTHERS_WAIT):
        raise RuntimeError(f"{what} while a transaction that writes is open: see models.base.outside_transaction")


@contextmanager
def outside_transaction() -> Iterator[None]:
    """Let go of the transaction for something slow; whatever comes after it begins anew and reads every row again.

    Nothing may have been written before: RuntimeError for changes that would be lost.
    """
    session = db.session()
    if session.new or session.dirty or session.deleted or session.info.get(_WRITTEN):
        raise RuntimeError("something slow comes before the first change, or after the commit")
    session.rollback()
    yield


def _be_patient(connection: Any, _record: Any) -> None:
    connection.execute(f"SET lock_timeout = {PATIENCE}")
    connection.commit()


def prepare_engine(engine: Engine) -> None:
    """SQLite: WAL, FULL, foreign keys, explicit BEGIN; on both databases 5 s of patience with other writers."""
    if engine.dialect.name != "sqlite":
        event.listen(engine, "connect", _be_patient)
        return

    read_only.install(engine)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not open transactions of its own
        for pragma in (
            f"busy_timeout={PATIENCE}",
            "journal_mode=WAL",
            "synchronous=FULL",
            f"journal_size_limit={LOG_LIMIT}",
            "foreign_keys=ON",
            "recursive_triggers=ON",
            "trusted_schema=OFF",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        begin = "BEGIN IMMEDIATE" if _writing.get() else "BEGIN"
        try:
            connection.connection.driver_connection.execute(begin)
        except sqlite3.OperationalError as problem:
            if trouble.of(problem) is not Trouble.READ_ONLY:
                raise OperationalError(begin, None, problem) from problem  # others write for longer than our patience
            connection.connection.driver_connection.execute("BEGIN")  # what only reads can still be done
