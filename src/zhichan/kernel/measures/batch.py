"""The third use of a definition: over a snapshot, by DuckDB, without the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from django.db import connection

from zhichan.kernel.catalogue.public import Measure, current
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.measures.compiling import LOADS, Scope, compile_measure
from zhichan.kernel.measures.deriving import position as position_held
from zhichan.kernel.registry.public import HOLDING_TABLE, SOURCES, Source

_TYPES: dict[str, Any] = {
    "text": pa.string(), "day": pa.date32(), "int": pa.int64(), "fen": pa.int64(), "flag": pa.bool_(),
}
_HOLDING = {
    "right_kind": pa.string(), "right_id": pa.int64(), "region_id": pa.int64(), "rank": pa.int64(),
    "since": pa.date32(), "until": pa.date32(),
}
_LOADS = {"load_id": pa.int64(), "position": pa.int64()}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A folder of Parquet files holding every version that measures can count, and the position they stand at."""

    folder: Path
    position: int


def snapshot(*, folder: Path, sources: Iterable[str] | None = None) -> Snapshot:
    """Write the versions of ``sources`` (default: all) with their holdings to ``folder``, as of now.

    Run inside one transaction, so that all tables are of one moment.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = list(sources) if sources is not None else list(SOURCES)
    with kernel():
        for name in names:
            source = SOURCES[name]
            _write(folder, source.table, _columns(source))
        _write(folder, HOLDING_TABLE, _HOLDING)
        _write(folder, LOADS, _LOADS)
        return Snapshot(folder, position_held())


def _columns(source: Source) -> dict[str, Any]:
    columns: dict[str, Any] = {"id": pa.int64(), "opened_by": pa.int64(), "closed_by": pa.int64()}
    if source.region == "column":
        columns["region_id"] = pa.int64()
    return columns | {name: _TYPES[kind] for name, kind in source.columns.items()}


def _write(folder: Path, table: str, columns: dict[str, Any]) -> None:
    staged = folder / f"{table}.csv"
    names = ", ".join(columns)
    # An empty text is quoted and a null is not, so that the two stay apart.
    with connection.cursor() as cursor, staged.open("wb") as file:
        with cursor.copy(f"COPY (SELECT {names} FROM {table}) TO STDOUT (FORMAT csv)") as copy:
            for block in copy:
                file.write(block)
    try:
        if staged.stat().st_size == 0:
            pq.write_table(pa.schema(list(columns.items())).empty_table(), folder / f"{table}.parquet")
            return
        options = pacsv.ConvertOptions(
            column_types=columns, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False,
            true_values=["t"], false_values=["f"])
        reader = pacsv.open_csv(
            staged, read_options=pacsv.ReadOptions(column_names=list(columns)),
            parse_options=pacsv.ParseOptions(newlines_in_values=True), convert_options=options)
        with pq.ParquetWriter(folder / f"{table}.parquet", reader.schema) as writer:
            for batch in reader:
                writer.write_batch(batch)
    finally:
        staged.unlink()


Derived = tuple[int, date, int, int]


def batch(
    *, of: Snapshot, measures: Sequence[str] | None = None, position: int | None = None,
) -> dict[str, list[Derived]]:
    """Contributions ``(region_id, day, amount, row_id)`` of each measure, sorted, derived by DuckDB.

    ``position`` (default: the snapshot's) may lie before the snapshot's: versions carry the loads that opened
    and closed them. Equal, exactly, to what the database derived load by load.
    """
    at = of.position if position is None else position
    with duckdb.connect() as database:
        for file in sorted(of.folder.glob("*.parquet")):
            path = str(file).replace("'", "''")
            database.execute(f"CREATE VIEW {file.stem} AS SELECT * FROM read_parquet('{path}')")
        result: dict[str, list[Derived]] = {}
        for measure in _chosen(measures):
            compiled = compile_measure(measure)
            if compiled is not None:
                database.execute(compiled.sql(Scope(at)))
                result[measure.slug] = sorted(database.fetchall())
        return result


def _chosen(measures: Sequence[str] | None) -> list[Measure]:
    found = current().measures
    return [found[slug] for slug in (measures if measures is not None else found)]
