#!/usr/bin/env python3
"""Checks a ledger bundle by docs/ledger-format.md alone: no code of ours, only Python's standard library.

    verify.py KEY BUNDLE [CHECKPOINT ...]
    verify.py KEY PROOF
    verify.py KEY CHECKPOINT WITNESSKEY

KEY is the text of the log's public key, BUNDLE a file, CHECKPOINT files are notes that were kept elsewhere. PROOF is the
proof of one entry. WITNESSKEY is the text of a witness's public key: its signature under the checkpoint is checked.
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


def read_key(text, mark=1):
    name, _, rest = text.partition("+")
    key_id, _, blob = rest.partition("+")
    raw = unbase64(blob)
    need(is_name(name) and len(raw) == 33 and raw[0] == mark, "not a key")
    need(sha(name.encode(), b"\n", raw)[:4].hex() == key_id, "the key's id is not its own")
    return name, bytes.fromhex(key_id), raw[1:]


def read_note(raw):
    """Text and signatures, by name and key id, of a signed note."""
    need(len(raw) <= 16_384, "a note too long")
    note = raw.decode()
    need(all(c == "\n" or unicodedata.category(c) != "Cc" for c in note), "a control character in a note")
    text, empty, tail = note.rpartition("\n\n")
    need(empty and tail.endswith("\n"), "not a note")
    text, signatures = text + "\n", {}
    for line in tail[:-1].split("\n"):
        dash, who, blob = (line.split(" ") + ["", ""])[:3]
        need(line == f"\u2014 {who} {blob}" and dash == "\u2014" and is_name(who), "not a signature line")
        sig = unbase64(blob)
        need(len(sig) > 4 and (who, sig[:4]) not in signatures and len(signatures) < 16, "not a signature line")
        signatures[who, sig[:4]] = sig[4:]
    return text, signatures


def open_checkpoint(raw, keys):
    """Size and root of a signed note. Of keys, each with the size from which it signs, those sign whose turn it is."""
    text, signatures = read_note(raw)
    lines = text[:-1].split("\n")
    need(len(lines) >= 3 and all(lines), "not a checkpoint of this log")
    need(lines[1].isascii() and lines[1].isdigit() and str(int(lines[1])) == lines[1], "not a size")
    size, root = int(lines[1]), unbase64(lines[2])
    need(size < 2**64 and len(root) == 32, "not a size and root")
    ends = [since for since, _ in keys[1:]] + [2**64]
    for (since, (name, key_id, public)), end in zip(keys, ends):
        signature = signatures.get((name, key_id))
        if since <= size <= end:
            need(signature is not None, "this key has not signed")
            need(is_signed(public, text.encode(), signature), "a wrong signature")
            need(lines[0] == name, "not a checkpoint of this log")
        else:
            need(signature is None, "a key has signed out of its turn")
    return size, root


def open_cosignature(raw, witness):
    """When a witness has signed a note, in seconds since 1970."""
    text, signatures = read_note(raw)
    name, key_id, public = witness
    blob = signatures.get((name, key_id))
    need(blob is not None and len(blob) == 72, "this witness has not signed")
    at = int.from_bytes(blob[:8], "big")
    need(at < 2**63 and is_signed(public, f"cosignature/v1\ntime {at}\n{text}".encode(), blob[8:]), "a wrong signature")
    return at


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
    """Place and instant of an entry, and what it says of the log's key, after checking all its fields."""
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
    payload = raw[75:107] if (noun, act) == (b"ledger_key", b"rotate") else None
    return seq, recorded_at, payload


def fields(*texts):
    return b"".join(len(text).to_bytes(8, "big") + text for text in texts)


def read_keys(take, known):
    """Keys with the size from which each signs; the one that is known must be among them."""
    keys, texts, count = [], [], int.from_bytes(take(2), "big")
    for _ in range(count):
        since = int.from_bytes(take(8), "big")
        text = take(int.from_bytes(take(2), "big"))
        key = read_key(text.decode())
        need(since > keys[-1][0] if keys else since == 0, "keys out of order")
        need(all(key[0] == other[0] and key[2] != other[2] for _, other in keys), "a key does not follow the others")
        keys.append((since, key))
        texts.append(text)
    need(2 <= count <= 4_096, "no keys, or too many")
    need(any(key == known for _, key in keys), "this key has not signed")
    pairs = zip(keys[1:], texts[1:], texts)
    return keys, {since - 1: sha(fields(b"ledger_key/1", new, old)) for (since, _), new, old in pairs}


def verify(key, stream, kept):
    def take(count):
        raw = stream.read(count)
        need(len(raw) == count, "the file is cut off")
        return raw

    kind, notes, known = take(23), [], {}
    need(kind in (b"anlanh-ledger-bundle 1\n", b"anlanh-ledger-bundle 2\n"), "not a bundle")
    keys, handovers = read_keys(take, key) if kind[21:22] == b"2" else ([(0, key)], {})
    count = int.from_bytes(take(4), "big")
    need(1 <= count <= 1_048_576, "no checkpoint, or too many")
    for _ in range(count):
        notes.append(open_checkpoint(take(int.from_bytes(take(2), "big")), keys))
    need(all(a[0] < b[0] for a, b in zip(notes, notes[1:])), "checkpoints out of order")
    for size, root in notes + [open_checkpoint(note, keys) for note in kept]:
        need(known.setdefault(size, root) == root, f"forked: two roots for {size} entries")
    need(known.get(0, sha()) == sha(), "a root for no entries")
    parts, latest, root = [], 0, sha()  # full parts of the tree: how many leaves, and their root
    for seq in range(notes[-1][0]):
        raw = take(int.from_bytes(take(2), "big"))
        leaf = sha(b"\0", raw)
        need(take(32) == leaf, f"entry {seq} was altered")
        found, recorded_at, payload = read_entry(raw)
        need(found == seq, f"entry {seq} is missing")
        need(recorded_at + TOLERANCE_MS >= latest, f"the clock went back before entry {seq}")
        latest = max(latest, recorded_at)
        need(payload == handovers.get(seq), f"entry {seq} does not agree with the log's keys")
        need(seq not in handovers or seq + 1 in known, f"entry {seq} replaces a key without a checkpoint of both")
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


def prove(key, raw):
    """Place of the entry that a proof shows, and size of the log."""
    head, empty, note = raw.partition(b"\n\n")
    lines = head.decode().split("\n")
    need(empty and len(lines) >= 3 and lines[0] == "c2sp.org/tlog-proof@v1", "not a proof")
    need(lines[1].startswith("extra ") and lines[2].startswith("index "), "not a proof")
    entry, place, path = unbase64(lines[1][6:]), lines[2][6:], [unbase64(line) for line in lines[3:]]
    need(place.isascii() and place.isdigit() and str(int(place)) == place, "not a place")
    need(len(path) <= 64 and all(len(node) == 32 for node in path), "not a path")
    size, root = open_checkpoint(note, [(0, key)])
    seq, _, _ = read_entry(entry)
    need(seq == int(place) < size, "another entry")
    at, last, climbed = seq, size - 1, sha(b"\0", entry)
    for node in path:
        need(last > 0, "a path too long")
        if at & 1 or at == last:
            climbed = sha(b"\1", node, climbed)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            climbed = sha(b"\1", climbed, node)
        at, last = at >> 1, last >> 1
    need(last == 0 and climbed == root, "the entry does not stand in this log")
    return seq, size


def main(text, path, *more):
    key = read_key(text)
    with open(path, "rb") as file:
        start = file.read(22)
        file.seek(0)
        if start == b"c2sp.org/tlog-proof@v1":
            return "entry %d stands in the log of %d entries" % prove(key, file.read())
        if more and "+" in more[0] and not start.startswith(b"anlanh-ledger-bundle"):
            note = file.read()
            size, _ = open_checkpoint(note, [(0, key)])
            return "%d entries, cosigned at %d" % (size, open_cosignature(note, read_key(more[0], 4)))
        kept = [open(other, "rb").read() for other in more]
        return "%d entries, root %s" % verify(key, file, kept)


if __name__ == "__main__":
    try:
        said = main(*sys.argv[1:])
    except (Refused, UnicodeDecodeError) as fault:
        print(f"refused: {fault}")
        sys.exit(1)
    print(f"sound: {said}")
