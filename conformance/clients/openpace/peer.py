#!/usr/bin/env python3
"""One end of an EAC version 2 conversation, played by OpenPACE (libeac).

The protocols, the key derivation and the secure messaging cryptography are
libeac's; this file only puts its answers into APDUs. It is the second opinion
on our card (`peer.py terminal`) and on our terminal (`peer.py card`).

Standard input and output are the wire. The first line is a configuration in
JSON. A terminal then prints `apdu HEX` and reads the response as HEX; it ends
with `done JSON` or `failed TEXT`. A card reads command APDUs as HEX and prints
responses as HEX until its input ends.
"""

import ctypes
import json
import sys

libcrypto = ctypes.CDLL("libcrypto.so.3", mode=ctypes.RTLD_GLOBAL)
libeac = ctypes.CDLL("libeac.so.3")

EAC_ID_PACE, EAC_ID_CA = 0, 1
PASSWORD_IDS = {"MRZ": 1, "CAN": 2, "PIN": 3, "PUK": 4}
PREFIX = bytes.fromhex("04007F0007")


class Refused(Exception):
    """The other end did not follow the protocol, or libeac did not accept it."""


class BufMem(ctypes.Structure):
    _fields_ = [
        ("length", ctypes.c_size_t),
        ("data", ctypes.POINTER(ctypes.c_char)),
        ("max", ctypes.c_size_t),
        ("flags", ctypes.c_ulong),
    ]


BufPointer = ctypes.POINTER(BufMem)


def declare(library, name, result, *arguments):
    function = getattr(library, name)
    function.restype = result
    function.argtypes = list(arguments)
    return function


POINTER, SIZE, INT, TEXT = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_char_p
nid_of = declare(libcrypto, "OBJ_txt2nid", INT, TEXT)
buf_new = declare(libcrypto, "BUF_MEM_new", BufPointer)
buf_grow = declare(libcrypto, "BUF_MEM_grow", SIZE, BufPointer, SIZE)
error_code = declare(libcrypto, "ERR_get_error", ctypes.c_ulong)
error_text = declare(libcrypto, "ERR_error_string", TEXT, ctypes.c_ulong, POINTER)

eac_init = declare(libeac, "EAC_init", None)
context_new = declare(libeac, "EAC_CTX_new", POINTER)
init_pace = declare(libeac, "EAC_CTX_init_pace", INT, POINTER, INT, INT)
init_ca = declare(libeac, "EAC_CTX_init_ca", INT, POINTER, INT, INT)
init_ta = declare(libeac, "EAC_CTX_init_ta", INT, POINTER, TEXT, SIZE, TEXT, SIZE)
init_card_access = declare(libeac, "EAC_CTX_init_ef_cardaccess", INT, TEXT, SIZE, POINTER)
use_keys_of = declare(libeac, "EAC_CTX_set_encryption_ctx", INT, POINTER, INT)
increment_ssc = declare(libeac, "EAC_increment_ssc", INT, POINTER)
reset_ssc = declare(libeac, "EAC_reset_ssc", INT, POINTER)
eac_encrypt = declare(libeac, "EAC_encrypt", BufPointer, POINTER, BufPointer)
eac_decrypt = declare(libeac, "EAC_decrypt", BufPointer, POINTER, BufPointer)
eac_authenticate = declare(libeac, "EAC_authenticate", BufPointer, POINTER, BufPointer)
eac_pad = declare(libeac, "EAC_add_iso_pad", BufPointer, POINTER, BufPointer)
eac_unpad = declare(libeac, "EAC_remove_iso_pad", BufPointer, BufPointer)
eac_compress = declare(libeac, "EAC_Comp", BufPointer, POINTER, INT, BufPointer)
secret_new = declare(libeac, "PACE_SEC_new", POINTER, TEXT, SIZE, INT)
pace_encrypt_nonce = declare(libeac, "PACE_STEP1_enc_nonce", BufPointer, POINTER, POINTER)
pace_decrypt_nonce = declare(libeac, "PACE_STEP2_dec_nonce", INT, POINTER, POINTER, BufPointer)
pace_mapping_data = declare(libeac, "PACE_STEP3A_generate_mapping_data", BufPointer, POINTER)
pace_map = declare(libeac, "PACE_STEP3A_map_generator", INT, POINTER, BufPointer)
pace_ephemeral = declare(libeac, "PACE_STEP3B_generate_ephemeral_key", BufPointer, POINTER)
pace_agree = declare(libeac, "PACE_STEP3B_compute_shared_secret", INT, POINTER, BufPointer)
pace_derive = declare(libeac, "PACE_STEP3C_derive_keys", INT, POINTER)
pace_token = declare(
    libeac, "PACE_STEP3D_compute_authentication_token", BufPointer, POINTER, BufPointer)
pace_verify = declare(
    libeac, "PACE_STEP3D_verify_authentication_token", INT, POINTER, BufPointer)
ta_disable_checks = declare(libeac, "TA_disable_checks", None, POINTER)
ta_import = declare(libeac, "TA_STEP2_import_certificate", INT, POINTER, TEXT, SIZE)
ta_ephemeral = declare(libeac, "TA_STEP3_generate_ephemeral_key", BufPointer, POINTER)
ta_nonce = declare(libeac, "TA_STEP4_get_nonce", BufPointer, POINTER)
ta_set_nonce = declare(libeac, "TA_STEP4_set_nonce", INT, POINTER, BufPointer)
ta_sign = declare(
    libeac, "TA_STEP5_sign", BufPointer, POINTER, BufPointer, BufPointer, BufPointer)
ta_verify = declare(
    libeac, "TA_STEP6_verify", INT, POINTER, BufPointer, BufPointer, BufPointer, BufPointer)
ca_disable_passive = declare(libeac, "CA_disable_passive_authentication", None, POINTER)
ca_public_key = declare(libeac, "CA_get_pubkey", BufPointer, POINTER, TEXT, SIZE)
ca_set_key = declare(libeac, "CA_set_key", INT, POINTER, TEXT, SIZE, TEXT, SIZE)
ca_terminal_key = declare(libeac, "CA_STEP2_get_eph_pubkey", BufPointer, POINTER)
ca_check_key = declare(
    libeac, "CA_STEP3_check_pcd_pubkey", INT, POINTER, BufPointer, BufPointer)
ca_agree = declare(libeac, "CA_STEP4_compute_shared_secret", INT, POINTER, BufPointer)
ca_derive_card = declare(
    libeac, "CA_STEP5_derive_keys", INT, POINTER, BufPointer,
    ctypes.POINTER(BufPointer), ctypes.POINTER(BufPointer))
ca_derive_terminal = declare(
    libeac, "CA_STEP6_derive_keys", INT, POINTER, BufPointer, BufPointer)


def to_buf(value):
    buf = buf_new()
    if value and not buf_grow(buf, len(value)):
        raise Refused("out of memory")
    ctypes.memmove(buf.contents.data, value, len(value))
    return buf


def from_buf(buf, what):
    if not buf:
        raise Refused(f"libeac: {what}: {last_error()}")
    return ctypes.string_at(buf.contents.data, buf.contents.length)


def last_error():
    reasons = []
    while code := error_code():
        reasons.append(error_text(code, None).decode())
    return "; ".join(reasons) or "no reason given"


def check(result, what):
    if result != 1:
        raise Refused(f"libeac: {what}: {last_error()}")


def length_field(size):
    if size < 0x80:
        return bytes([size])
    return b"\x81" + bytes([size]) if size < 0x100 else b"\x82" + size.to_bytes(2, "big")


def tlv(tag, value):
    return bytes.fromhex(tag) + length_field(len(value)) + value


def objects(data):
    """The data objects of one level as (tag in hex, value, raw bytes)."""
    found, at = [], 0
    while at < len(data):
        start = at
        at += 2 if data[at] & 0x1F == 0x1F else 1
        tag = data[start:at].hex().upper()
        size = data[at]
        at += 1
        if size & 0x80:
            count = size & 0x7F
            size = int.from_bytes(data[at:at + count], "big")
            at += count
        if at + size > len(data):
            raise Refused(f"object {tag} is longer than its data field")
        found.append((tag, data[at:at + size], data[start:at + size]))
        at += size
    return found


def value_of(tag, data):
    for name, value, _ in objects(data):
        if name == tag:
            return value
    raise Refused(f"no object {tag} in {data.hex()}")


def apdu(header, data, expected):
    """`expected`: None, or the number of bytes wanted (up to 65536)."""
    extended = len(data) > 255 or (expected or 0) > 256
    out = bytes.fromhex(header)
    if data:
        out += (b"\x00" + len(data).to_bytes(2, "big")) if extended else bytes([len(data)])
        out += data
    if expected is not None:
        if extended:
            out += (b"" if data else b"\x00") + (expected % 65536).to_bytes(2, "big")
        else:
            out += bytes([expected % 256])
    return out


def parse_command(command):
    """Header, data and Le field (its raw bytes, empty when absent)."""
    header, body = command[:4], command[4:]
    if len(body) >= 3 and body[0] == 0:
        if len(body) == 3:
            return header, b"", body[1:]
        size = int.from_bytes(body[1:3], "big")
        return header, body[3:3 + size], body[3 + size:]
    if len(body) <= 1:
        return header, b"", body
    return header, body[1:1 + body[0]], body[1 + body[0]:]


class Context:
    """An EAC_CTX with one PACE suite, and secure messaging on top."""

    def __init__(self, config):
        eac_init()
        self.ctx = context_new()
        self.pace_oid = PREFIX + bytes([2, 2, 4, 2, {128: 2, 192: 3, 256: 4}[config["cipher"]]])
        name = f"id-PACE-ECDH-GM-AES-CBC-CMAC-{config['cipher']}"
        check(init_pace(self.ctx, nid_of(name.encode()), config["curve"]), "PACE set-up")
        password = config["password"].encode()
        self.password_id = PASSWORD_IDS[config["password_type"]]
        self.secret = secret_new(password, len(password), self.password_id)
        self.curve = config["curve"]
        self.cipher = config["cipher"]
        self.secured = False

    def start_secure_messaging(self, keys):
        check(use_keys_of(self.ctx, keys), "session keys")
        check(reset_ssc(self.ctx), "send sequence counter")
        self.secured = True

    def mac(self, data):
        return from_buf(eac_authenticate(self.ctx, to_buf(data)), "MAC")[:8]

    def pad(self, data):
        return from_buf(eac_pad(self.ctx, to_buf(data)), "padding")

    def cryptogram(self, plain):
        return b"\x01" + from_buf(
            eac_encrypt(self.ctx, to_buf(self.pad(plain))), "encryption")

    def plain(self, cryptogram):
        padded = eac_decrypt(self.ctx, to_buf(cryptogram[1:]))
        from_buf(padded, "decryption")
        return from_buf(eac_unpad(padded), "padding of the plain text")

    def compressed(self, of, key):
        return from_buf(eac_compress(self.ctx, of, to_buf(key)), "compressed key")


class Terminal(Context):
    def transmit(self, header, data, expected):
        if not self.secured:
            return self.exchange(apdu(header, data, expected))
        check(increment_ssc(self.ctx), "send sequence counter")
        class_byte = (int(header[:2], 16) & 0xF3) | 0x0C
        header = f"{class_byte:02X}{header[2:]}"
        body = tlv("87", self.cryptogram(data)) if data else b""
        if expected is not None:
            size = 2 if expected > 256 else 1
            body += tlv("97", (expected % 256 ** size).to_bytes(size, "big"))
        covered = self.pad(bytes.fromhex(header)) + (self.pad(body) if body else b"")
        body += tlv("8E", self.mac(covered))
        outer = 65536 if len(body) > 255 or (expected or 0) > 256 else 256
        response, status = self.exchange(apdu(header, body, outer))
        if not response:
            return response, status
        check(increment_ssc(self.ctx), "send sequence counter")
        protected = b"".join(raw for tag, _, raw in objects(response) if tag != "8E")
        if self.mac(self.pad(protected)) != value_of("8E", response):
            raise Refused("the MAC of a response is wrong")
        if value_of("99", response) != status.to_bytes(2, "big"):
            raise Refused("DO 99 is not the status word of the response")
        answer = [value for tag, value, _ in objects(response) if tag == "87"]
        return (self.plain(answer[0]) if answer else b""), status

    def exchange(self, command):
        print("apdu", command.hex(), flush=True)
        line = sys.stdin.readline().strip()
        if len(line) < 4:
            raise Refused("the card went away")
        response = bytes.fromhex(line)
        return response[:-2], int.from_bytes(response[-2:], "big")

    def expect(self, what, header, data=b"", expected=None):
        response, status = self.transmit(header, data, expected)
        if status != 0x9000:
            raise Refused(f"{what}: the card answered {status:04X}")
        return response

    def step(self, what, tag, value, last=False):
        """One GENERAL AUTHENTICATE; returns what stands inside 7C."""
        inner = tlv(tag, value) if tag else b""
        header = "00860000" if last else "10860000"
        return value_of("7C", self.expect(what, header, tlv("7C", inner), 256))

    def pace(self, chat):
        reference = tlv("80", self.pace_oid) + tlv("83", bytes([self.password_id]))
        reference += tlv("84", bytes([self.curve])) + chat
        _, status = self.transmit("0022C1A4", reference, None)
        if status != 0x9000 and status & 0xFFF0 != 0x63C0:
            raise Refused(f"MSE:Set AT for PACE: the card answered {status:04X}")
        nonce = value_of("80", self.step("nonce", "", b""))
        check(pace_decrypt_nonce(self.ctx, self.secret, to_buf(nonce)), "nonce")
        mapping = from_buf(pace_mapping_data(self.ctx), "mapping data")
        answer = value_of("82", self.step("mapping", "81", mapping))
        check(pace_map(self.ctx, to_buf(answer)), "mapping")
        own = from_buf(pace_ephemeral(self.ctx), "ephemeral key")
        peer = value_of("84", self.step("key agreement", "83", own))
        check(pace_agree(self.ctx, to_buf(peer)), "key agreement")
        check(pace_derive(self.ctx), "key derivation")
        token = from_buf(pace_token(self.ctx, to_buf(peer)), "authentication token")
        last = self.step("mutual authentication", "85", token, last=True)
        check(pace_verify(self.ctx, to_buf(value_of("86", last))), "token of the card")
        self.start_secure_messaging(EAC_ID_PACE)
        self.id_of_card = self.compressed(EAC_ID_PACE, peer)
        return {"car": [v.decode() for tag, v, _ in objects(last) if tag in ("87", "88")]}

    def terminal_authentication(self, config):
        key, root = bytes.fromhex(config["key"]), bytes.fromhex(config["root"])
        check(init_ta(self.ctx, key, len(key), root, len(root)), "Terminal Authentication")
        ta_disable_checks(self.ctx)
        for certificate in map(bytes.fromhex, config["certificates"]):
            content = value_of("7F21", certificate)
            issuer = value_of("42", value_of("7F4E", content))
            self.expect("MSE:Set DST", "002281B6", tlv("83", issuer))
            self.expect("PSO:VERIFY CERTIFICATE", "002A00BE", content)
            holder = value_of("5F20", value_of("7F4E", content))
        # libeac gives the compressed form; the key itself comes with Chip Authentication.
        self.ephemeral = from_buf(ta_ephemeral(self.ctx), "ephemeral key")
        algorithm = PREFIX + bytes([2, 2, 2, 2, config["hash"]])
        auxiliary = bytes.fromhex(config.get("auxiliary", ""))
        data = tlv("80", algorithm) + tlv("83", holder) + auxiliary
        data += tlv("91", self.ephemeral)
        self.expect("MSE:Set AT for TA", "002281A4", data)
        challenge = self.expect("GET CHALLENGE", "00840000", b"", 8)
        check(ta_set_nonce(self.ctx, to_buf(challenge)), "challenge")
        signature = from_buf(
            ta_sign(self.ctx, to_buf(self.ephemeral), to_buf(self.id_of_card),
                    to_buf(auxiliary) if auxiliary else None),
            "signature")
        self.expect("EXTERNAL AUTHENTICATE", "00820000", signature)

    def read(self, short_id):
        content, offset = b"", 0
        while True:
            header = f"00B0{0x80 | short_id:02X}00" if not offset else f"00B0{offset:04X}"
            part, status = self.transmit(header, b"", 65536)
            if status not in (0x9000, 0x6282, 0x6B00):
                raise Refused(f"READ BINARY of SFI {short_id:02X}: {status:04X}")
            content, offset = content + part, offset + len(part)
            if status != 0x9000 or not part:
                return content

    def chip_authentication(self, config):
        security = self.read(0x1D)
        public = from_buf(
            ca_public_key(self.ctx, security, len(security)), "key in EF.CardSecurity")
        protocol = PREFIX + bytes([2, 2, 3, 2, {128: 2, 192: 3, 256: 4}[config["cipher"]]])
        data = tlv("80", protocol) + tlv("84", bytes([config["key_id"]]))
        self.expect("MSE:Set AT for CA", "002241A4", data)
        ephemeral = from_buf(ca_terminal_key(self.ctx), "ephemeral key")
        answer = self.step("Chip Authentication", "80", ephemeral, last=True)
        check(ca_agree(self.ctx, to_buf(public)), "key agreement with the chip")
        check(
            ca_derive_terminal(self.ctx, to_buf(value_of("81", answer)),
                               to_buf(value_of("82", answer))),
            "token of the chip")
        self.start_secure_messaging(EAC_ID_CA)

    def converse(self, config):
        report = {}
        card_access = self.read(0x1C)
        if "chip" in config:
            self.adopt(card_access)
        report["pace"] = self.pace(bytes.fromhex(config.get("chat", "")))
        if "terminal" in config:
            self.terminal_authentication(config["terminal"])
        if "chip" in config:
            self.chip_authentication(config["chip"])
        if "application" in config:
            aid = bytes.fromhex(config["application"])
            self.expect("SELECT application", "00A4040C", aid)
        report["files"] = {f"{i:02X}": self.read(i).hex() for i in config.get("read", [])}
        return report

    def adopt(self, card_access):
        """A context with the protocols and parameters that the card offers."""
        self.ctx = context_new()
        check(init_card_access(card_access, len(card_access), self.ctx), "EF.CardAccess")
        ca_disable_passive(self.ctx)


class Card(Context):
    def __init__(self, config):
        super().__init__(config)
        self.files = {int(k, 16): bytes.fromhex(v) for k, v in config["files"].items()}
        self.root = bytes.fromhex(config.get("root", ""))
        self.chip = config.get("chip")
        self.current = b""
        self.suite = config
        self.job = ""
        self.next_keys = None

    def answer(self, command):
        header, data, expected = parse_command(command)
        if header[0] & 0x0C == 0x0C:
            return self.answer_secured(header, data)
        self.secured = False
        response, status = self.respond(header, data)
        self.switch_keys()
        return response + status.to_bytes(2, "big")

    def answer_secured(self, header, data):
        check(increment_ssc(self.ctx), "send sequence counter")
        protected = b"".join(raw for tag, _, raw in objects(data) if tag != "8E")
        covered = self.pad(header) + (self.pad(protected) if protected else b"")
        if self.mac(covered) != value_of("8E", data):
            return bytes.fromhex("6988")
        plain = [value for tag, value, _ in objects(data) if tag == "87"]
        response, status = self.respond(header, self.plain(plain[0]) if plain else b"")
        check(increment_ssc(self.ctx), "send sequence counter")
        body = tlv("87", self.cryptogram(response)) if response else b""
        body += tlv("99", status.to_bytes(2, "big"))
        body += tlv("8E", self.mac(self.pad(body)))
        self.switch_keys()
        return body + status.to_bytes(2, "big")

    def switch_keys(self):
        if self.next_keys is not None:
            self.start_secure_messaging(self.next_keys)
            self.next_keys = None

    def respond(self, header, data):
        ins, p1, p2 = header[1:4]
        try:
            if ins == 0xA4:
                return b"", 0x9000
            if ins == 0xB0:
                return self.read(p1, p2)
            if ins == 0x22:
                return self.set_security_environment(p1, p2, data)
            if ins == 0x2A:
                certificate = tlv("7F21", data)
                check(ta_import(self.ctx, certificate, len(certificate)), "certificate")
                return b"", 0x9000
            if ins == 0x84:
                return from_buf(ta_nonce(self.ctx), "challenge"), 0x9000
            if ins == 0x82:
                return self.external_authenticate(data)
            if ins == 0x86:
                return self.general_authenticate(value_of("7C", data))
        except Refused as refused:
            print(refused, file=sys.stderr)
            return b"", 0x6300
        return b"", 0x6D00

    def read(self, p1, p2):
        offset = p1 << 8 | p2
        if p1 & 0x80:
            if p1 & 0x1F not in self.files:
                return b"", 0x6A82
            self.current, offset = self.files[p1 & 0x1F], p2
        if offset > len(self.current):
            return b"", 0x6B00
        return self.current[offset:offset + 200], 0x9000

    def set_security_environment(self, p1, p2, data):
        self.job = {0xC1A4: "PACE", 0x81A4: "TA", 0x41A4: "CA", 0x81B6: "DST"}[p1 << 8 | p2]
        if self.job == "TA":
            self.compressed_key = value_of("91", data)
            self.auxiliary = b"".join(raw for tag, _, raw in objects(data) if tag == "67")
        if self.job == "DST" and not getattr(self, "importing", False):
            check(init_ta(self.ctx, None, 0, self.root, len(self.root)), "trust point")
            ta_disable_checks(self.ctx)
            self.importing = True
        return b"", 0x9000

    def external_authenticate(self, signature):
        own = self.compressed(EAC_ID_PACE, self.own_key)
        check(
            ta_verify(self.ctx, to_buf(self.compressed_key), to_buf(own),
                      to_buf(self.auxiliary) if self.auxiliary else None, to_buf(signature)),
            "signature of the terminal")
        return b"", 0x9000

    def general_authenticate(self, data):
        if self.job == "CA":
            return self.chip_authentication(value_of("80", data))
        asked = objects(data)
        if not asked:
            nonce = from_buf(pace_encrypt_nonce(self.ctx, self.secret), "nonce")
            return tlv("7C", tlv("80", nonce)), 0x9000
        tag, value, _ = asked[0]
        if tag == "81":
            mapping = from_buf(pace_mapping_data(self.ctx), "mapping data")
            check(pace_map(self.ctx, to_buf(value)), "mapping")
            return tlv("7C", tlv("82", mapping)), 0x9000
        if tag == "83":
            self.own_key = from_buf(pace_ephemeral(self.ctx), "ephemeral key")
            self.peer_key = value
            check(pace_agree(self.ctx, to_buf(value)), "key agreement")
            check(pace_derive(self.ctx), "key derivation")
            return tlv("7C", tlv("84", self.own_key)), 0x9000
        check(pace_verify(self.ctx, to_buf(value)), "token of the terminal")
        token = from_buf(pace_token(self.ctx, to_buf(self.peer_key)), "token")
        self.next_keys = EAC_ID_PACE
        references = b""
        if self.root:
            body = value_of("7F4E", value_of("7F21", self.root))
            references = tlv("87", value_of("5F20", body))
        return tlv("7C", tlv("86", token) + references), 0x9000

    def chip_authentication(self, key):
        private = bytes.fromhex(self.chip["private"])
        public = bytes.fromhex(self.chip["public"])
        check(ca_set_key(self.ctx, private, len(private), public, len(public)), "chip key")
        check(ca_check_key(self.ctx, to_buf(self.compressed_key), to_buf(key)),
              "key of Terminal Authentication")
        check(ca_agree(self.ctx, to_buf(key)), "key agreement")
        nonce, token = BufPointer(), BufPointer()
        check(ca_derive_card(self.ctx, to_buf(key), ctypes.byref(nonce), ctypes.byref(token)),
              "key derivation")
        self.next_keys = EAC_ID_CA
        answer = tlv("81", from_buf(nonce, "nonce")) + tlv("82", from_buf(token, "token"))
        return tlv("7C", answer), 0x9000


def main():
    role, config = sys.argv[1], json.loads(sys.stdin.readline())
    if role == "terminal":
        try:
            print("done", json.dumps(Terminal(config).converse(config)), flush=True)
        except Refused as refused:
            print("failed", refused, flush=True)
        return
    card = Card(config)
    if card.chip:
        protocol = f"id-CA-ECDH-AES-CBC-CMAC-{card.chip['cipher']}"
        check(init_ca(card.ctx, nid_of(protocol.encode()), card.chip["curve"]), "CA set-up")
    for line in sys.stdin:
        print(card.answer(bytes.fromhex(line.strip())).hex(), flush=True)


if __name__ == "__main__":
    main()
