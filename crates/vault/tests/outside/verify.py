#!/usr/bin/env python3
"""Checks a ledger bundle by docs/ledger-format.md alone: no code of ours, only Python's standard library.

    verify.py KEY BUNDLE [CHECKPOINT ...]

KEY is the text of the log's public key, BUNDLE a file, CHECKPOINT files are notes that were kept elsewhere.
"""
import base64
import datetime
import hashlib
import sys
import unicodedata

TOLERANCE_MS = 60_000
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


class Refused(Exception):
    pass


def need(holds, why):
    if not holds:
        raise Refused(why)


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def unbase64(text):
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise Refused("not base64")
    need(base64.b64encode(raw).decode() == text, "base64 with spare bits")
    return raw


# --- Ed25519 (RFC 8032 §5.1): points as X, Y, Z, T


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, point):
    total = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = add(total, point)
        point, n = add(point, point), n >> 1
    return total


def point_of(raw):
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    need(y < P, "not a point")
    x2 = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    need((x * x - x2) % P == 0 and not (x == 0 and sign), "not a point")
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_signed(key, text, signature):
    if len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % L
    try:
        p, q = times(s, BASE), add(point_of(signature[:32]), times(h, point_of(key)))
    except Refused:
        return False
    return s < L and (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


# --- keys and checkpoints


def is_name(name):
    odd = any(c.isspace() or c == "+" or unicodedata.category(c) == "Cc" for c in name)
    return 1 <= len(name.encode()) <= 255 and not odd


def read_key(text):
    name, _, rest = text.partition("+")
    key_id, _, blob = rest.partition("+")
    raw = unbase64(blob)
    need(is_name(name) and len(raw) == 33 and raw[0] == 1, "not a key")
    need(sha(name.encode(), b"\n", raw)[:4].hex() == key_id, "the key's id is not its own")
    return name, bytes.fromhex(key_id), raw[1:]


def open_checkpoint(raw, key):
    """Size and root of a signed note."""
    name, key_id, public = key
    need(len(raw) <= 16_384, "a note too long")
    note = raw.decode()
    need(all(c == "\n" or unicodedata.category(c) != "Cc" for c in note), "a control character in a note")
    text, empty, tail = note.rpartition("\n\n")
    need(empty and tail.endswith("\n"), "not a note")
    text, seen, is_ours = text + "\n", set(), False
    for line in tail[:-1].split("\n"):
        dash, who, blob = (line.split(" ") + ["", ""])[:3]
        need(line == f"\u2014 {who} {blob}" and dash == "\u2014" and is_name(who), "not a signature line")
        sig = unbase64(blob)
        need(len(sig) > 4 and (who, sig[:4]) not in seen and len(seen) < 16, "not a signature line")
        seen.add((who, sig[:4]))
        if (who, sig[:4]) == (name, key_id):
            need(is_signed(public, text.encode(), sig[4:]), "a wrong signature")
            is_ours = True
    need(is_ours, "this key has not signed")
    lines = text[:-1].split("\n")
    need(len(lines) >= 3 and all(lines) and lines[0] == name, "not a checkpoint of this log")
    need(lines[1].isascii() and lines[1].isdigit() and str(int(lines[1])) == lines[1], "not a size")
    size, root = int(lines[1]), unbase64(lines[2])
    need(size < 2**64 and len(root) == 32, "not a size and root")
    return size, root


# --- entries and their tree


def is_date(raw):
    try:
        text = raw.decode("ascii")
        need(len(text) == 10 and text[4] == text[7] == "-", "not a date")
        year, month, day = (text[:4], text[5:7], text[8:])
        need(all(part.isdigit() for part in (year, month, day)), "not a date")
        # this calendar begins with year 1; year 0 is a leap year like 2000
        datetime.date(int(year) or 2000, int(month), int(day))
    except (ValueError, Refused):
        return False
    return True


def is_word(raw):
    small = b"abcdefghijklmnopqrstuvwxyz"
    return 1 <= len(raw) <= 32 and raw[0] in small and all(b in small + b"0123456789_" for b in raw)


def is_text(raw):
    return len(raw) <= 1_024 and all(unicodedata.category(c) != "Cc" for c in raw.decode())


def read_entry(raw):
    """Place and instant of an entry, after checking all its fields."""
    need(109 <= len(raw) <= 65_535, "cut off")
    need(raw[0] == 1, "another version")
    seq, recorded_at = int.from_bytes(raw[1:9], "big"), int.from_bytes(raw[9:17], "big")
    need(recorded_at < 2**63 and is_date(raw[17:27]), "recorded_at or occurred_on")
    need(any(raw[27:43]) or not any(raw[43:59]), "an appointment without an account")
    at = 109 + 16 * int.from_bytes(raw[107:109], "big")
    subjects = [raw[i : i + 16] for i in range(109, at, 16)]
    need(all(a < b for a, b in zip([bytes(16)] + subjects, subjects)), "subjects out of order")
    texts = []
    for _ in range(6):
        start, at = at + 2, at + 2 + int.from_bytes(raw[at : at + 2], "big")
        texts.append(raw[start:at])
    need(at == len(raw), "cut off, or bytes after the end")
    province, noun, act, clause, number, date = texts
    need(not province or (len(province) <= 8 and all(b in b"0123456789" for b in province)), "province_code")
    need(is_word(noun) and is_word(act), "noun or act")
    need(is_text(clause) and is_text(number) and (not date or is_date(date)), "clause or document")
    return seq, recorded_at


def verify(key, stream, kept):
    def take(count):
        raw = stream.read(count)
        need(len(raw) == count, "the file is cut off")
        return raw

    need(take(23) == b"anlanh-ledger-bundle 1\n", "not a bundle")
    notes, known = [], {}
    count = int.from_bytes(take(4), "big")
    need(1 <= count <= 1_048_576, "no checkpoint, or too many")
    for _ in range(count):
        notes.append(open_checkpoint(take(int.from_bytes(take(2), "big")), key))
    need(all(a[0] < b[0] for a, b in zip(notes, notes[1:])), "checkpoints out of order")
    for size, root in notes + [open_checkpoint(note, key) for note in kept]:
        need(known.setdefault(size, root) == root, f"forked: two roots for {size} entries")
    need(known.get(0, sha()) == sha(), "a root for no entries")
    parts, latest, root = [], 0, sha()  # full parts of the tree: how many leaves, and their root
    for seq in range(notes[-1][0]):
        raw = take(int.from_bytes(take(2), "big"))
        leaf = sha(b"\0", raw)
        need(take(32) == leaf, f"entry {seq} was altered")
        found, recorded_at = read_entry(raw)
        need(found == seq, f"entry {seq} is missing")
        need(recorded_at + TOLERANCE_MS >= latest, f"the clock went back before entry {seq}")
        latest = max(latest, recorded_at)
        parts.append((1, leaf))
        while len(parts) > 1 and parts[-2][0] == parts[-1][0]:
            (n, left), (_, right) = parts[-2:]
            parts[-2:] = [(2 * n, sha(b"\1", left, right))]
        if seq + 1 in known:
            root = parts[-1][1]
            for _, left in reversed(parts[:-1]):
                root = sha(b"\1", left, root)
            need(root == known[seq + 1], f"the root over {seq + 1} entries is not the one signed")
    need(max(known) == notes[-1][0], "a checkpoint kept elsewhere has more entries")
    need(not stream.read(1), "something follows the last entry")
    return notes[-1][0], base64.b64encode(root).decode()


if __name__ == "__main__":
    try:
        kept_notes = [open(path, "rb").read() for path in sys.argv[3:]]
        with open(sys.argv[2], "rb") as bundle:
            entries, top = verify(read_key(sys.argv[1]), bundle, kept_notes)
    except (Refused, UnicodeDecodeError) as fault:
        print(f"refused: {fault}")
        sys.exit(1)
    print(f"sound: {entries} entries, root {top}")
