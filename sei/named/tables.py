"""Named parameters as CSV, npz and JSON: a row per picture, columns by name.

    csv   a header of number names (`NamedParameters.columns`), then a row per picture; any order of columns
    npz   an array per field (pictures, \\*shape), or one (pictures,) per number; one alone is passed over
    json  `NamedParameters.to_json`; ``mapping`` may be left out as in the others

Files are hostile input: nothing is unpickled, nothing is made larger than `MAX_VALUES` and the file allow.
"""

from __future__ import annotations

import csv
import io
import math
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

import numpy as np

from sei.named.mapping import Mapping, MappingError
from sei.named.numbers import MAX_VALUES, Array
from sei.named.parameters import NamedParameters

Form: TypeAlias = Literal["csv", "npz", "json"]
FORMS: tuple[Form, ...] = ("csv", "npz", "json")

_COLUMN = re.compile(r"([A-Za-z]\w*)((?:\[[0-9]{1,7}\])*)(?:\.([xyz]))?")
_HEAD = 1 << 14
"""Largest header of an npy file here, in bytes."""


def load(
    cls: type[NamedParameters], data: bytes, form: Form, mapping: Mapping | None = None
) -> NamedParameters:
    """Read parameters of a kind from a file's bytes.

    ``mapping`` None: the file's own (json), else what its names and shapes give. Raises SeigenError,
    which names the row and the column where it is a value's fault."""
    if form == "json":
        return cls.from_json(data, mapping)
    arrays = _read_csv(data) if form == "csv" else _read_npz(data)
    chosen = mapping or cls.default_mapping(shapes_of(arrays))
    return cls.from_values({"mapping": chosen, "values": by_field(chosen, arrays)})


def dump(parameters: NamedParameters, form: Form) -> bytes:
    """Return the bytes of a file that `load` reads to the same values."""
    if form == "json":
        return (parameters.to_json() + "\n").encode()
    if form == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([column.name for column in parameters.columns()])
        writer.writerows([[repr(value) for value in row] for row in parameters.rows().tolist()])
        return text.getvalue().encode()
    packed = io.BytesIO()
    np.savez(packed, allow_pickle=False, **parameters.values)
    return packed.getvalue()


def shapes_of(arrays: dict[str, Array]) -> dict[str, tuple[int, ...]]:
    """Return shapes of one picture by name; numbers called ``name[i][j]``, ``name[i].x`` make an array."""
    shapes: dict[str, tuple[int, ...]] = {}
    places: dict[str, list[tuple[int, ...]]] = {}
    for name, array in arrays.items():
        match = _COLUMN.fullmatch(name)
        if match is None or array.ndim != 1 or not (match[2] or match[3]) or (match[3] and not match[2]):
            shapes[name] = array.shape[1:]
            continue
        place = tuple(int(k) for k in re.findall(r"[0-9]+", match[2]))
        places.setdefault(match[1], []).append((*place, "xyz".index(match[3])) if match[3] else place)
    for name, found in places.items():
        if len({len(place) for place in found}) > 1 or name in shapes:
            raise MappingError(f"{name}: columns of different numbers of subscripts")
        shape = tuple(max(column) + 1 for column in zip(*found, strict=True))
        if math.prod(shape) != len(found):
            raise MappingError(f"{name}: {len(found)} columns for {shape}")
        shapes[name] = shape
    return shapes


def by_field(mapping: Mapping, arrays: dict[str, Array]) -> dict[str, Array]:
    """Return arrays (pictures, numbers) by field name, from arrays by field or by number name.

    Raises MappingError for a number that is missing, and for a name that the mapping lacks."""
    rest = dict(arrays)
    values = {}
    for field in mapping.fields:
        if field.name in rest:
            values[field.name] = rest.pop(field.name)
            continue
        columns = [column.name for column in field.columns()]
        given = [name for name in columns if name in rest]
        if not given:
            continue  # `NamedParameters` says whether it may be missing
        lacking = next((name for name in columns if name not in rest), None)
        if lacking is not None:
            raise MappingError(f"{lacking}: the column is missing")
        parts = [rest.pop(name) for name in columns]
        sizes = {part.shape for part in parts}
        if len(sizes) > 1 or any(part.ndim != 1 for part in parts):
            raise MappingError(f"{columns[0]}: an array of {parts[0].shape}, allowed: one number per picture")
        values[field.name] = np.stack(parts, axis=1)
    if rest:
        raise MappingError(f"{next(iter(rest))}: no field and no number of {mapping.tag}")
    return values


# -- CSV ----------------------------------------------------------------------------------------------


def _read_csv(data: bytes) -> dict[str, Array]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MappingError(f"CSV: not UTF-8 at byte {error.start}") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        return _csv_rows(names, reader)
    except csv.Error as error:
        raise MappingError(f"CSV, row {reader.line_num}: {error}") from None


def _csv_rows(names: Sequence[str], reader: Iterable[list[str]]) -> dict[str, Array]:
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice is not None:
        raise MappingError(f"CSV: column {twice} occurs twice")
    if not names or not all(names):
        raise MappingError("CSV: the first row does not name every column")
    rows: list[Array] = []
    for number, cells in enumerate(reader, 2):
        if not cells:
            continue
        if len(cells) != len(names):
            raise MappingError(f"CSV, row {number}: {len(cells)} cells for {len(names)} columns")
        if (len(rows) + 1) * len(names) > MAX_VALUES:
            raise MappingError(f"CSV: more than {MAX_VALUES} values")
        row = np.array([_number(cell) for cell in cells])
        bad = np.flatnonzero(~np.isfinite(row))
        if len(bad):
            name, cell = names[bad[0]], cells[bad[0]][:40]
            raise MappingError(f"CSV, row {number}, column {name}: {cell!r} is no finite number")
        rows.append(row)
    table = np.array(rows).reshape(len(rows), len(names))
    return {name: table[:, k] for k, name in enumerate(names)}


def _number(cell: str) -> float:
    try:
        return math.nan if "_" in cell else float(cell)
    except ValueError:
        return math.nan


# -- npz ----------------------------------------------------------------------------------------------


def _read_npz(data: bytes) -> dict[str, Array]:
    """Arrays by name; what is one number alone (such as a frame rate) is no parameter."""
    arrays: dict[str, Array] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [item for item in archive.infolist() if not item.is_dir()]
            if sum(item.file_size for item in members) > 8 * MAX_VALUES + _HEAD * len(members):
                raise MappingError(f"npz: more than {8 * MAX_VALUES} bytes of arrays")
            for item in members:
                name = item.filename.removesuffix(".npy")
                if name == item.filename or name in arrays:
                    raise MappingError(f"npz: {item.filename[:80]!r} is no array, or is there twice")
                array = _read_npy(name, archive.read(item))
                if array.ndim:
                    arrays[name] = array
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
    ) as error:
        raise MappingError(f"npz: {error or 'cannot be read'}") from None
    except Exception as error:  # what a decompressor says of damaged data (zlib, lzma, bz2)
        if isinstance(error, MappingError):
            raise
        raise MappingError(f"npz: {type(error).__name__}: {error}") from None
    return arrays


def _read_npy(name: str, raw: bytes) -> Array:
    """An npy file's numbers. Its shape is believed only where its bytes are there."""
    file = io.BytesIO(raw)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            version = np.lib.format.read_magic(file)
            if version == (1, 0):
                head = np.lib.format.read_array_header_1_0(file, max_header_size=_HEAD)
            elif version == (2, 0):
                head = np.lib.format.read_array_header_2_0(file, max_header_size=_HEAD)
            else:
                raise ValueError(f"version {version}")
    except Exception as error:  # numpy has the header parsed by Python, which says no in many ways
        raise MappingError(
            f"npz: {name}: no array ({str(error).splitlines()[0] if str(error) else '?'})"
        ) from None
    shape, fortran, kind = head
    if kind.kind not in "iuf" or kind.hasobject:
        raise MappingError(f"npz: {name}: {kind} values, allowed: numbers")
    if math.prod(shape) * kind.itemsize != len(raw) - file.tell():
        raise MappingError(f"npz: {name}: {len(raw) - file.tell()} bytes for {shape} of {kind}")
    flat = np.frombuffer(raw, kind, offset=file.tell())
    array = flat.reshape(shape, order="F" if fortran else "C").astype(np.float64)
    bad = np.argwhere(~np.isfinite(array))
    if len(bad):
        row, *place = bad[0].tolist() if array.ndim else (0,)
        column = name + "".join(f"[{k}]" for k in place)
        raise MappingError(f"npz, row {row}, column {column}: not a finite number")
    return array
