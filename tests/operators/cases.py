"""Writes the operator cases beside this file: one file for each operator, with programs, inputs and expected results.

The results are PyTorch's (1.13 or later, python3 cases.py); where the language says something else (ties, NaN in rankings, saturating casts,
wrapping integers) the definition is written out here. Sums are in double precision.
"""

import math
import pathlib
import struct

import numpy
import torch
import torch.nn.functional as F

NAN, INF = math.nan, math.inf
FOLDER = pathlib.Path(__file__).parent
TYPES = {
    torch.float32: "f32", torch.float16: "f16", torch.bfloat16: "bf16", torch.int8: "i8", torch.uint8: "u8",
    torch.int32: "i32", torch.int64: "i64", torch.bool: "bool",
}  # fmt: skip
files = {}


# ---- tensors

torch.manual_seed(1)


def r(*shape, scale=1.5):
    """Random numbers of two decimals."""
    return (torch.randn(shape) * scale * 100).round() / 100


def f(*values, shape=None):
    return torch.tensor(values, dtype=torch.float32).reshape(shape or [len(values)])


def i(*values, shape=None, dtype=torch.int32):
    return torch.tensor(values, dtype=dtype).reshape(shape or [len(values)])


def l(*values):
    return i(*values, dtype=torch.int64)


def b(*values, shape=None):
    return torch.tensor(values, dtype=torch.bool).reshape(shape or [len(values)])


def scalar(value):
    return torch.tensor(value, dtype=torch.bool if isinstance(value, bool) else torch.float32 if isinstance(value, float) else torch.int32)


def odd(*shape, dtype=torch.float32):
    """Random numbers with NaN and both infinities among them."""
    x = r(*shape).flatten()
    for place, value in zip((0, x.numel() // 2, x.numel() - 1), (NAN, INF, -INF)):
        x[place] = value
    return x.reshape(shape)


# ---- cases


def number(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if math.isnan(value):
        return "nan"
    return str(numpy.float32(value)).removesuffix(".0")


def numbers(tensor):
    return " ".join(number(v) for v in tensor.flatten().tolist())


def kind(tensor):
    return TYPES[tensor.dtype] + (str(list(tensor.shape)) if tensor.dim() else "")


def doubles(tensor):
    return tensor.double() if tensor.dtype == torch.float32 else tensor


def singles(result):
    return tuple(t.float() if t.dtype == torch.float64 else t for t in (result if isinstance(result, (tuple, list)) else (result,)))


def case(op, text, function, *samples, weights=None, body="", single=False):
    """A program `return text` after body; function gives its results from a sample's inputs and the weights, by name."""
    weights = weights or {}
    precise = (lambda t: t) if single else doubles
    given = {name.replace(".", "_"): precise(w) for name, w in weights.items()}
    results = [singles(function(**{n: precise(t) for n, t in s.items()}, **given)) for s in samples]
    inputs = ", ".join(f"{name}: {kind(t)}" for name, t in samples[0].items())
    names = [*"yzuvw", *(f"w{n}" for n in range(2, 9))][: len(results[0])]
    outputs = ", ".join(f"{name}: {kind(t)}" for name, t in zip(names, results[0]))
    params = "".join(f"param {n}: {kind(w)}  " for n, w in weights.items() if "." not in n)
    lines = [f"model M({inputs}) -> ({outputs}) {{ {params}{body}{'  ' if body else ''}return {text} }}"]
    lines += [f"{name} = {numbers(w)}" for name, w in weights.items()]
    for sample, result in zip(samples, results):
        lines.append("--")
        lines += [f"{name} = {numbers(t)}" for name, t in sample.items()]
        lines += [f"{name} = {numbers(t)}" for name, t in zip(names, result)]
    files.setdefault(op, []).append("\n".join(line.rstrip() for line in lines))


def error(op, inputs, outputs, text, id, body=""):
    """A program that is refused."""
    files.setdefault(op, []).append(f"model M({inputs}) -> ({outputs}) {{ {body}{'  ' if body else ''}return {text} }}\nerror {id}")


def xs(*tensors):
    return [{"x": t} for t in tensors]


# ---- elementwise

SPECIAL = f(NAN, INF, -INF, 0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 1e-30, 1e30, -1e30, 20.5, -20.5, 88, -88, 104, -104, 1e-40)
UNARY = {
    "relu": F.relu, "gelu": F.gelu, "silu": F.silu, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "softplus": F.softplus, "exp": torch.exp,
    "log": torch.log, "sqrt": torch.sqrt, "abs": torch.abs, "round": torch.round, "floor": torch.floor, "leaky_relu": F.leaky_relu,
}  # fmt: skip

for op, function in UNARY.items():
    def definition(x, function=function):
        return function(x)
    case(op, f"{op}(x)", definition, *xs(SPECIAL, SPECIAL.flip(0), r(22), r(22, scale=20)))
    case(op, f"{op}(x)", definition, *xs(r(2, 1, 5), odd(2, 1, 5)))
    case(op, f"{op}(x)", definition, *xs(r(0)))
    case(op, f"{op}(x)", definition, *xs(f(1.25), f(-0.75), f(NAN)))
    case(op, f"{op}(x)", definition, *xs(scalar(-0.25), scalar(INF)))
case("leaky_relu", "leaky_relu(x, slope: 0.2)", lambda x: F.leaky_relu(x, 0.2), *xs(SPECIAL, r(22)))
case("leaky_relu", "leaky_relu(x, slope: -1.5)", lambda x: F.leaky_relu(x, -1.5), *xs(SPECIAL, r(22)))
WHOLE = i(0, 5, -5, 2**31 - 1, -(2**31), 1, -1, 7, 8)
case("relu", "relu(x)", lambda x: x.clamp(min=0), *xs(WHOLE))
case("relu", "relu(x)", lambda x: x.clamp(min=0), *xs(l(-(2**63), 2**63 - 1, 0)))
case("abs", "abs(x)", lambda x: torch.where(x < 0, -x, x), *xs(WHOLE))
case("abs", "abs(x)", lambda x: torch.where(x < 0, -x, x), *xs(l(-(2**63), 2**63 - 1, -3)))
case("round", "round(x)", lambda x: x.round(), *xs(f(0.49999997, 8388609.0, 4503599.5, -0.49999997, 2147483648.0, 1e38, -3.5, 3.5)))

BASES = f(-INF, -2, -1, -0.5, -0.0, 0, 0.5, 1, 2, 3.7, INF, NAN)
EXPONENTS = f(-INF, -3, -2, -1, -0.5, 0, 0.5, 1, 2, 3, 2.5, INF, NAN)
case("pow", "pow(x, e)", lambda x, e: torch.pow(x, e), {"x": BASES.reshape(12, 1), "e": EXPONENTS})
case("pow", "pow(x, 2.0)", lambda x: x * x, *xs(SPECIAL, r(22)))
case("pow", "pow(x, 0.5)", lambda x: torch.pow(x, x * 0 + 0.5).where(~x.isinf(), x.abs()), *xs(SPECIAL, r(22)))

PAIRS = [{"x": r(3, 4), "y2": r(3, 4)}, {"x": odd(3, 4), "y2": r(3, 4)}, {"x": r(3, 4), "y2": odd(3, 4).flip(0)}, {"x": odd(3, 4), "y2": odd(3, 4)}]
BROADCAST = [{"x": r(2, 1, 5), "y2": r(3, 1)}, {"x": odd(2, 1, 5), "y2": odd(3, 1)}]
COLUMN = [{"x": r(2, 9), "y2": r(2, 1)}, {"x": odd(2, 9), "y2": f(INF, NAN, shape=[2, 1])}]


def binary(op, text, function, exact=True):
    def definition(x, y2):
        return function(x, y2)
    case(op, text, definition, *PAIRS)
    case(op, text, definition, *BROADCAST)
    case(op, text, definition, *COLUMN)
    case(op, text, definition, {"x": r(9), "y2": scalar(0.5)}, {"x": odd(9), "y2": scalar(-INF)}, {"x": odd(9), "y2": scalar(NAN)})
    case(op, text, definition, {"x": scalar(0.0), "y2": r(2, 3)}, {"x": scalar(INF), "y2": odd(2, 3)})
    case(op, text, definition, {"x": r(0, 3), "y2": r(1, 3)})
    case(op, text, definition, {"x": r(1), "y2": r(1)}, {"x": f(0), "y2": f(0)})
    case(op, text, definition, {"x": scalar(1.5), "y2": scalar(-2.5)}, {"x": scalar(NAN), "y2": scalar(1.0)})


def wrap(value, bits=32):
    return (value + 2 ** (bits - 1)) % 2**bits - 2 ** (bits - 1)


def whole(op, text, function):
    """Integers by Python's own, which have no end, wrapped."""
    def definition(x, y2):
        bits = 32 if x.dtype == torch.int32 else 64
        x, y2 = torch.broadcast_tensors(x, y2)
        values = [function(p, q) for p, q in zip(x.flatten().tolist(), y2.flatten().tolist())]
        values = [v if isinstance(v, bool) else wrap(v, bits) for v in values]
        return torch.tensor(values, dtype=torch.bool if values and isinstance(values[0], bool) else x.dtype).reshape(x.shape)
    left = i(7, -7, 7, -7, -(2**31), 2**31 - 1, 2**31 - 1, 0, 65536, -1)
    right = i(2, 2, -2, -2, -1, 1, 2**31 - 1, 5, 65536, -(2**31))
    case(op, text, definition, {"x": left, "y2": right}, {"x": left.flip(0), "y2": right})
    case(op, text, definition, {"x": i(5, -9, shape=[2, 1]), "y2": i(3, -4, 7)})
    case(op, text, definition, {"x": l(2**63 - 1, -(2**63), -7, 2**40), "y2": l(2, -1, 3, 2**40)})
    case(op, text, definition, {"x": scalar(-(2**31)), "y2": scalar(-1)}, {"x": scalar(17), "y2": scalar(-5)})


def truncated(p, q):
    return abs(p) // abs(q) * (1 if (p < 0) == (q < 0) else -1)


binary("add", "x + y2", lambda p, q: p + q)
binary("subtract", "x - y2", lambda p, q: p - q)
binary("multiply", "x * y2", lambda p, q: p * q)
binary("divide", "x / y2", lambda p, q: p / q)
binary("maximum", "maximum(x, y2)", torch.maximum)
binary("minimum", "minimum(x, y2)", torch.minimum)
binary("pow", "pow(x, y2)", torch.pow)
whole("add", "x + y2", lambda p, q: p + q)
whole("subtract", "x - y2", lambda p, q: p - q)
whole("multiply", "x * y2", lambda p, q: p * q)
whole("divide", "x / y2", truncated)
whole("remainder", "x % y2", lambda p, q: p - truncated(p, q) * q)
whole("maximum", "maximum(x, y2)", max)
whole("minimum", "minimum(x, y2)", min)
case("remainder", "x % y2", lambda x, y2: x, {"x": i(shape=[0, 2]), "y2": i(1, 2)})
case("divide", "x / 3", lambda x: torch.tensor([truncated(v, 3) for v in x.tolist()], dtype=torch.int32), *xs(WHOLE))
case("divide", "x / -1", lambda x: torch.tensor([wrap(-v) for v in x.tolist()], dtype=torch.int32), *xs(WHOLE))
case("remainder", "x % 4", lambda x: torch.tensor([v - truncated(v, 4) * 4 for v in x.tolist()], dtype=torch.int32), *xs(WHOLE))
case("remainder", "x % -1", lambda x: x * 0, *xs(WHOLE))

for op, sign, function in [
    ("equal", "==", lambda p, q: p == q), ("not_equal", "!=", lambda p, q: p != q), ("less", "<", lambda p, q: p < q),
    ("less_or_equal", "<=", lambda p, q: p <= q), ("greater", ">", lambda p, q: p > q), ("greater_or_equal", ">=", lambda p, q: p >= q),
]:  # fmt: skip
    binary(op, f"x {sign} y2", function)
    whole(op, f"x {sign} y2", function)
    case(op, f"x {sign} y2", lambda x, y2, function=function: function(x, y2), {"x": f(-0.0, 0.0, INF, -INF), "y2": f(0.0, -0.0, INF, INF)})
BOOLS = [{"x": b(False, False, True, True), "y2": b(False, True, False, True)}]
case("equal", "x == y2", lambda x, y2: x == y2, *BOOLS)
case("not_equal", "x != y2", lambda x, y2: x != y2, *BOOLS)
for op, function in [("and", torch.logical_and), ("or", torch.logical_or)]:
    text = f"x {op} y2"
    def definition(x, y2, function=function):
        return function(x, y2)
    case(op, text, definition, *BOOLS)
    case(op, text, definition, {"x": b(True, False, shape=[2, 1]), "y2": b(True, False, True)})
    case(op, text, definition, {"x": b(shape=[0]), "y2": b(True)})
    case(op, text, definition, {"x": b(True), "y2": b(False)})
    case(op, f"({text}, x[0] {op} y2[0])",
         lambda x, y2, function=function: (function(x, y2), function(x[0], y2[0])), {"x": b(True, False), "y2": b(False, True)},
         {"x": b(False, False), "y2": b(False, True)})  # fmt: skip
case("not", "not x", lambda x: ~x, *xs(b(True, False, True), b(False, False, False)))
case("not", "not x", lambda x: ~x, *xs(b(shape=[0, 2])))
case("not", "not x", lambda x: ~x, *xs(b(True), b(False)))
case("not", "not x", lambda x: ~x, *xs(scalar(True), scalar(False)))

case("negate", "-x", lambda x: -x, *xs(SPECIAL, r(22)))
case("negate", "-x", lambda x: -x, *xs(WHOLE))
case("negate", "-x", lambda x: -x, *xs(l(-(2**63), 2**63 - 1)))
case("negate", "-x", lambda x: -x, *xs(r(0)))
case("negate", "-x", lambda x: -x, *xs(f(2.5)))

case("clamp", "clamp(x, low, high)", lambda x, low, high: torch.clamp(x, low, high),
     *[{"x": odd(3, 9), "low": f(-1, NAN, 2, shape=[3, 1]), "high": odd(9).abs()}, {"x": r(3, 9), "low": f(-1, -0.5, 0, shape=[3, 1]), "high": r(9).abs()}])  # fmt: skip
case("clamp", "clamp(x, -1.0, 1.0)", lambda x: x.clamp(-1, 1), *xs(SPECIAL, r(22)))
case("clamp", "clamp(x, 1.0, -1.0)", lambda x: torch.where(x.isnan(), x, x * 0 - 1).nan_to_num(nan=NAN), *xs(r(22)))
case("clamp", "clamp(x, -4, 5)", lambda x: x.clamp(-4, 5), *xs(WHOLE))
case("clamp", "clamp(x, -4.0, 5.0)", lambda x: x, *xs(r(0)))
case("clamp", "clamp(x, -4.0, 5.0)", lambda x: x.clamp(-4, 5), *xs(f(9), f(-INF)))

C = b(True, False, True, False, shape=[2, 2])
for p, q in [
    (odd(2, 2), r(2, 2)), (i(1, 2, 3, 4, shape=[2, 2]), i(5, 6, 7, 8, shape=[2, 2])), (C, ~C), (r(2, 2).half(), r(2, 2).half()),
    (r(2, 2).bfloat16(), r(2, 2).bfloat16()), (i(1, 2, 3, 200, shape=[2, 2], dtype=torch.uint8), i(9, 8, 7, 255, shape=[2, 2], dtype=torch.uint8)),
    (i(1, 2, 3, -128, shape=[2, 2], dtype=torch.int8), i(9, 8, 7, 127, shape=[2, 2], dtype=torch.int8)), (l(1, 2**40, 3, 4).reshape(2, 2), l(5, 6, 7, -(2**40)).reshape(2, 2)),
]:  # fmt: skip
    case("where", "where(c, p, q)", lambda c, p, q: torch.where(c, p, q), {"c": C, "p": p, "q": q}, {"c": ~C, "p": p, "q": q})
case("where", "where(c, p, q)", lambda c, p, q: torch.where(c, p, q), {"c": b(True, False, shape=[2, 1]), "p": odd(1, 9), "q": scalar(2.0)})
case("where", "where(x > 0.0, sqrt(x), log(-x))", lambda x: torch.where(x > 0, x.sqrt(), (-x).log()), *xs(SPECIAL, r(22)))
case("where", "where(c, p, q)", lambda c, p, q: torch.where(c, p, q), {"c": scalar(False), "p": f(NAN, NAN), "q": f(1, 2)}, {"c": scalar(True), "p": f(INF, 3), "q": f(NAN, NAN)})
case("where", "where(c, p, q)", lambda c, p, q: torch.where(c, p, q), {"c": b(shape=[0]), "p": f(1), "q": f(2)})
case("where", "where(c, p, q)", lambda c, p, q: torch.where(c, p, q), {"c": b(True), "p": f(1), "q": f(2)})


# ---- casts

RANGE = {"i8": (-128, 127), "u8": (0, 255), "i32": (-(2**31), 2**31 - 1), "i64": (-(2**63), 2**63 - 1)}
TORCH = {name: dtype for dtype, name in TYPES.items()}


def saturate(value, low, high):
    return 0 if math.isnan(value) else low if value <= low else high if value >= high else int(value)


def cast(x, to):
    values = x.flatten().tolist()
    if to == "bool":
        return (x != 0).bool()
    if to in RANGE:
        low, high = RANGE[to]
        if x.dtype.is_floating_point:
            values = [saturate(v, low, high) for v in values]
        else:
            values = [(int(v) - low) % (high - low + 1) + low for v in values]
        return torch.tensor(values, dtype=TORCH[to]).reshape(x.shape)
    return x.to(TORCH[to])


REAL = f(0, -0.0, 0.99, -0.99, 1.5, -1.5, 2.5, 127.9, 128, -128.9, -129, 255.9, 256, 65504, 65520, 1e-8, 6e-8, 2049, 2051, 257, 259,
         2147483648, -2147483648, -2147483904, 3e10, 9.3e18, -9.3e18, 1e39, NAN, INF, -INF)  # fmt: skip
SOURCES = [
    REAL, WHOLE, i(16777217, 16777219, -16777217, 300, -300, 2**31 - 1), l(2**63 - 1, -(2**63), 2**40 + 5, -1, 0, 2**53 + 1, 2**60 + 2**36 + 1), b(True, False),
    i(0, 1, 127, 200, 255, dtype=torch.uint8), i(-128, -1, 0, 127, dtype=torch.int8), f(0, 1.5, -2.75, NAN, INF, -INF, 65504, 6e-8).half(),
    f(0, 1.5, -2.75, NAN, INF, -INF, 3e38, 257).bfloat16(),
]  # fmt: skip
for source in SOURCES:
    targets = [to for to in TORCH if to != kind(source).split("[")[0]]
    case("cast", f"({', '.join(f'{to}(x)' for to in targets)})", lambda x, targets=targets: [cast(x, to) for to in targets], *xs(source), single=True)
case("cast", "(f32(x), f32(i32(x)), f16(bf16(x)))", lambda x: (x, cast(cast(x, "i32"), "f32"), cast(cast(x, "bf16"), "f16")), *xs(REAL), single=True)
case("cast", "i32(x)", lambda x: x.int(), *xs(r(0, 2)))
case("cast", "f32(x)", lambda x: x.float(), *xs(i(3), i(-1)))

# ---- products

for p, q in [((4,), (4,)), ((3, 4), (4,)), ((4,), (4, 3)), ((3, 4), (4, 5)), ((2, 3, 4), (4, 5)), ((2, 1, 3, 4), (5, 4, 2)), ((5, 3), (2, 3, 3)),
             ((4,), (2, 4, 3)), ((2, 3, 4), (4,)), ((2, 1, 1, 3, 2), (3, 1, 2, 3)), ((1, 1), (1, 1)), ((0, 4), (4, 3)), ((3, 0), (0, 2)),
             ((0, 2, 3), (3, 4)), ((17, 19), (19, 33))]:  # fmt: skip
    samples = [{"p": r(*p), "q": r(*q)}]
    if 0 not in p:
        samples.append({"p": odd(*p), "q": r(*q)})
        samples.append({"p": r(*p), "q": odd(*q) * 0})
    case("matmul", "matmul(p, q)", lambda p, q: torch.matmul(p, q), *samples)

LINEAR = dict(weights={"fc.weight": r(5, 6), "fc.bias": r(5)})
case("linear", "fc(x)", lambda x, fc_weight, fc_bias: F.linear(x, fc_weight, fc_bias), *xs(r(6), odd(6)), body="layer fc = linear(5)", **LINEAR)
case("linear", "fc(x)", lambda x, fc_weight, fc_bias: F.linear(x, fc_weight, fc_bias), *xs(r(2, 3, 6), odd(2, 3, 6)), body="layer fc = linear(5)", **LINEAR)
case("linear", "fc(x)", lambda x, fc_weight, fc_bias: F.linear(x, fc_weight, fc_bias), *xs(r(0, 6)), body="layer fc = linear(5)", **LINEAR)
case("linear", "fc(x)", lambda x, fc_weight: F.linear(x, fc_weight), *xs(r(3, 9), odd(3, 9)), body="layer fc = linear(17, bias: false)", weights={"fc.weight": r(17, 9)})
case("linear", "fc(x)", lambda x, fc_weight, fc_bias: F.linear(x, fc_weight, fc_bias), *xs(f(2), f(INF)), body="layer fc = linear(1)", weights={"fc.weight": r(1, 1), "fc.bias": r(1)})
case("linear", "linear(x, w, c)", lambda x, w, c: F.linear(x, w, c), *xs(r(2, 6), odd(2, 6)), weights={"w": r(4, 6), "c": r(4)})
case("linear", "linear(x, w)", lambda x, w: F.linear(x, w), {"x": r(2, 6), "w": r(4, 6)}, {"x": odd(2, 6), "w": r(4, 6)})
case("linear", "linear(x, w, c)", lambda x, w, c: F.linear(x, w, c), {"x": r(6), "w": r(4, 6), "c": r(4)}, {"x": odd(6), "w": r(4, 6), "c": r(4)})
case("linear", "linear(x, w, c)", lambda x, w, c: c.expand(3, 4), {"x": r(3, 0), "w": r(4, 0), "c": r(4)})


def prune(weight, n, m, block=1):
    """Weight [out, in, positions]: of every m inputs the n largest magnitudes stay, summed over blocks of outputs."""
    out, inputs, positions = weight.shape
    mask = torch.zeros_like(weight)
    for o in range(0, out, block):
        for position in range(positions):
            for group in range(0, inputs, m):
                size = weight[o : o + block, group : group + m, position].abs().sum(0)
                for k in sorted(range(m), key=lambda k: (-size[k], k))[:n]:
                    mask[o : o + block, group + k, position] = 1
    return weight * mask


W = r(32, 8)
W[0, :4] = f(1, -1, 1, -1)
for n, m, block in [(2, 4, 1), (1, 2, 1), (2, 8, 1), (2, 8, 16), (4, 4, 1)]:
    option = f"{n}:{m}" + (f" by {block}" if block > 1 else "")
    case("linear", "fc(x)", lambda x, fc_weight, fc_bias, n=n, m=m, block=block: F.linear(x, prune(fc_weight[:, :, None], n, m, block)[:, :, 0], fc_bias),
         *xs(r(2, 8), odd(2, 8)), body=f"layer fc = linear(32, sparse: {option})", weights={"fc.weight": W, "fc.bias": r(32)})  # fmt: skip

for inputs, out, kernel, options, length in [
    (3, 4, 3, {}, 9), (3, 4, 3, {"stride": 2, "padding": 1}, 9), (2, 4, 3, {"dilation": 2, "padding": 2}, 8), (4, 6, 2, {"groups": 2}, 7),
    (4, 4, 3, {"groups": 4, "padding": 1}, 6), (1, 1, 1, {}, 1), (2, 3, 5, {"stride": 3, "padding": 4, "dilation": 2}, 11), (3, 17, 1, {}, 33),
]:  # fmt: skip
    text = "".join(f", {k}: {v}" for k, v in options.items())
    def definition(x, c_weight, c_bias, options=options):
        return F.conv1d(x[None], c_weight, c_bias, **options)[0]
    weights = {"c.weight": r(out, inputs // options.get("groups", 1), kernel), "c.bias": r(out)}
    case("conv1d", "c(x)", definition, *xs(r(inputs, length), odd(inputs, length)), body=f"layer c = conv1d({out}, kernel: {kernel}{text})", weights=weights)
    case("conv1d", f"conv1d(x, w{text})", lambda x, w, options=options: F.conv1d(x[None], w, **options)[0],
         {"x": r(inputs, length), "w": weights["c.weight"]}, {"x": odd(inputs, length), "w": weights["c.weight"]})  # fmt: skip
case("conv1d", "c(x)", lambda x, c_weight: F.conv1d(x[None], prune(c_weight, 1, 2))[0], *xs(r(4, 5)), body="layer c = conv1d(2, kernel: 2, bias: false, sparse: 1:2)", weights={"c.weight": r(2, 4, 2)})
error("conv1d", "x: f32[2, 0]", "y: f32[1, 0]", "c(x)", "DYN0138", body="layer c = conv1d(1, kernel: 1)")

for inputs, out, kernel, options, size in [
    (3, 4, (3, 3), {}, (6, 7)), (3, 4, (3, 2), {"stride": (2, 1), "padding": (1, 0)}, (7, 5)), (2, 3, (2, 3), {"dilation": (2, 1), "padding": (0, 2)}, (6, 6)),
    (4, 6, (3, 3), {"groups": 2, "padding": (1, 1)}, (5, 5)), (4, 8, (3, 3), {"groups": 4, "stride": (2, 2), "padding": (1, 1)}, (7, 9)), (1, 1, (1, 1), {}, (1, 1)),
    (2, 2, (3, 3), {"padding": (1, 1)}, (1, 1)), (5, 9, (1, 1), {"stride": (2, 3)}, (5, 8)), (2, 9, (5, 3), {"stride": (2, 2), "padding": (2, 2), "dilation": (1, 2)}, (9, 11)),
    (2, 3, (3, 3), {"padding": (1, 1)}, (2, 33)),
]:  # fmt: skip
    text = "".join(f", {k}: {list(v) if isinstance(v, tuple) else v}" for k, v in options.items())
    def definition(x, c_weight, c_bias, options=options):
        return F.conv2d(x[None], c_weight, c_bias, **options)[0]
    weights = {"c.weight": r(out, inputs // options.get("groups", 1), *kernel), "c.bias": r(out)}
    case("conv2d", "c(x)", definition, *xs(r(inputs, *size), odd(inputs, *size)), body=f"layer c = conv2d({out}, kernel: {list(kernel)}{text})", weights=weights)
    case("conv2d", f"conv2d(x, w, k{text})", lambda x, w, k, options=options: F.conv2d(x[None], w, k, **options)[0],
         {"x": r(inputs, *size), "w": weights["c.weight"], "k": weights["c.bias"]}, {"x": odd(inputs, *size), "w": weights["c.weight"], "k": weights["c.bias"]})  # fmt: skip
case("conv2d", "c(x)", lambda x, c_weight: F.conv2d(x[None], c_weight)[0], *xs(r(2, 4, 4)), body="layer c = conv2d(3, kernel: 2, bias: false)", weights={"c.weight": r(3, 2, 2, 2)})
W = r(16, 8, 1, 2)
for groups, n, m, block in [(1, 2, 4, 1), (1, 2, 8, 16), (2, 1, 4, 1)]:
    option = f"{n}:{m}" + (f" by {block}" if block > 1 else "")
    case("conv2d", "c(x)", lambda x, c_weight, groups=groups, n=n, m=m, block=block: F.conv2d(x[None], prune(c_weight.flatten(2), n, m, block).reshape(c_weight.shape), groups=groups)[0],
         *xs(r(8, 2, 3), odd(8, 2, 3)), body=f"layer c = conv2d(16, kernel: [1, 2], groups: {groups}, bias: false, sparse: {option})", weights={"c.weight": W[:, : 8 // groups].contiguous()})  # fmt: skip
error("conv2d", "x: f32[2, 0, 3]", "y: f32[1, 0, 3]", "c(x)", "DYN0138", body="layer c = conv2d(1, kernel: 1)")


def attend(q, k, v, mask=None, heads=1):
    if heads > 1:
        q, k, v = (t.reshape(t.shape[0], heads, -1).transpose(0, 1) for t in (q, k, v))
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -INF) if mask.dtype == torch.bool else scores + mask
    y = scores.softmax(-1) @ v
    return y.transpose(0, 1).reshape(y.shape[1], -1) if heads > 1 else y


QKV = {"q": r(3, 4), "k": r(5, 4), "v": r(5, 6)}
MASK = torch.ones(3, 5).tril(1).bool()
case("attention", "attention(q, k, v)", attend, QKV, {**QKV, "v": odd(5, 6)}, {**QKV, "q": odd(3, 4)})
case("attention", "attention(q, k, v, heads: 2)", lambda q, k, v: attend(q, k, v, heads=2), QKV)
case("attention", "attention(q, k, v, mask: m)", lambda q, k, v, m: attend(q, k, v, m), {**QKV, "m": MASK}, {**QKV, "m": MASK & b(True, False, True, shape=[3, 1])})
case("attention", "attention(q, k, v, mask: m, heads: 2)", lambda q, k, v, m: attend(q, k, v, m, 2), {**QKV, "m": r(3, 5)}, {**QKV, "m": torch.where(MASK, 0.0, -INF)})
case("attention", "attention(q, k, v, mask: m)", lambda q, k, v, m: attend(q, k, v, m), {**QKV, "m": b(True, True, False, True, False)})
case("attention", "attention(q, k, v)", attend, {"q": r(2, 1, 3, 4), "k": r(3, 2, 4), "v": r(3, 2, 4)})
case("attention", "attention(q, k, v)", attend, {"q": r(1, 1), "k": r(1, 1), "v": r(1, 1)})
case("attention", "attention(q, k, v)", attend, {"q": r(0, 4), "k": r(2, 4), "v": r(2, 3)})
case("attention", "attention(q, k, v)", attend, {"q": r(2, 4) * 100, "k": r(3, 4) * 100, "v": r(3, 3)})

# ---- windows

for dims, shapes in [(1, [(2, 9), (1, 1)]), (2, [(2, 7, 6), (1, 1, 1)])]:
    for name, function in [("max", (F.max_pool1d, F.max_pool2d)), ("avg", (F.avg_pool1d, F.avg_pool2d))]:
        op = f"{name}_pool{dims}d"
        for options in [{"kernel": 2}, {"kernel": 3, "stride": 1}, {"kernel": 3, "stride": 2, "padding": 1}, {"kernel": 4, "stride": 3, "padding": 2}]:
            text = ", ".join(f"{k}: {v}" for k, v in options.items())
            def definition(x, function=function[dims - 1], options=options):
                return function(x[None], options["kernel"], options.get("stride"), options.get("padding", 0))[0]
            case(op, f"{op}(x, {text})", definition, *xs(r(*shapes[0]), odd(*shapes[0]), r(*shapes[0]) - 9))
        case(op, f"{op}(x, 1)", lambda x: x, *xs(r(*shapes[1]), shapes[1] and f(-INF, shape=list(shapes[1]))))
        error(op, f"x: f32{[1, 0, 1][: dims + 1]}", f"y: f32{[1, 0, 1][: dims + 1]}", f"{op}(x, 1)", "DYN0138")
for name, function in [("max", F.max_pool2d), ("avg", F.avg_pool2d)]:
    op = f"{name}_pool2d"
    case(op, f"{op}(x, kernel: [2, 3], stride: [1, 2], padding: [1, 0])", lambda x, function=function: function(x[None], (2, 3), (1, 2), (1, 0))[0], *xs(r(2, 5, 9), odd(2, 5, 9)))

for shape, size in [((2, 5, 7), (3, 2)), ((2, 2, 3), (3, 5)), ((1, 7, 5), (1, 1)), ((2, 6, 6), (4, 4)), ((1, 1, 1), (1, 1)), ((3, 8, 9), (8, 9))]:
    text = str(size[0]) if size[0] == size[1] else str(list(size))
    case("adaptive_avg_pool2d", f"adaptive_avg_pool2d(x, {text})", lambda x, size=size: F.adaptive_avg_pool2d(x[None], size)[0],
         *xs(r(*shape), *([odd(*shape)] if shape[1] > 1 else [])))  # fmt: skip
error("adaptive_avg_pool2d", "x: f32[2, 0, 3]", "y: f32[2, 1, 1]", "adaptive_avg_pool2d(x, 1)", "DYN0132")

for shape, options in [
    ((2, 3, 4), {"size": (6, 8)}), ((2, 3, 4), {"size": (5, 7)}), ((2, 5, 7), {"size": (2, 3)}), ((1, 6, 6), {"size": (1, 1)}), ((1, 1, 1), {"size": (3, 2)}),
    ((2, 3, 4), {"scale": 2.0}), ((2, 5, 6), {"scale": 0.5}), ((2, 5, 6), {"scale": 1.5}), ((1, 7, 10), {"scale": 0.7}), ((1, 4, 7), {"scale": 2.3}),
]:  # fmt: skip
    for mode in "nearest", "bilinear":
        text = f"size: {list(options['size'])}" if "size" in options else f"scale: {options['scale']}"
        def definition(x, options=options, mode=mode):
            return F.interpolate(x[None], options.get("size"), options.get("scale"), mode, align_corners=False if mode == "bilinear" else None)[0]
        case("interpolate", f"interpolate(x, {text}, mode: {mode})", definition, *xs(r(*shape), *([odd(*shape)] if options.get("size") == (6, 8) or mode == "nearest" else [])), single=True)
case("interpolate", "interpolate(x, size: 4)", lambda x: F.interpolate(x[None], 4)[0], *xs(r(1, 2, 2)), single=True)
error("interpolate", "x: f32[2, 0, 3]", "y: f32[2, 1, 1]", "interpolate(x, size: 1)", "DYN0132")

# ---- normalization

for shape in [(4,), (4, 3), (4, 2, 3), (1, 1), (0, 3)]:
    weights = {"n.weight": r(shape[0]), "n.bias": r(shape[0]), "n.running_mean": r(shape[0]), "n.running_var": r(shape[0]).abs()}
    if shape[0] > 1:
        weights["n.running_var"][1] = 0
    for eps in 1e-5, 0.1:
        def definition(x, n_weight, n_bias, n_running_mean, n_running_var, eps=eps):
            return F.batch_norm(x[None], n_running_mean, n_running_var, n_weight, n_bias, eps=eps)[0] if x.numel() else x
        case("batch_norm", "n(x)", definition, *xs(r(*shape), *([odd(*shape)] if shape[0] > 1 else [])),
             body=f"layer n = batch_norm({'' if eps == 1e-5 else f'eps: {eps}'})", weights=weights)  # fmt: skip

TINY = f(1, 1, 1, 1, 1, 1, 1, 1, 1000, 1000, 1000, 1000, 0, 0, 0, 0, 1, 2, 3, 4, 1e-4, -1e-4, 1e-4, 0, shape=[6, 4])
for shape in [(6, 4), (9,), (2, 3, 5), (1, 1), (3, 1), (0, 4)]:
    samples = xs(r(*shape), *([odd(*shape)] if min(shape) > 1 else []), *([TINY] if shape == (6, 4) else []))
    weights = {"n.weight": r(shape[-1]), "n.bias": r(shape[-1])}
    case("layer_norm", "n(x)", lambda x, n_weight, n_bias: F.layer_norm(x, [x.shape[-1]], n_weight, n_bias), *samples, body="layer n = layer_norm()", weights=weights)
    case("layer_norm", "layer_norm(x, eps: 0.5)", lambda x: F.layer_norm(x, [x.shape[-1]], eps=0.5), *samples)
    def definition(x, n_weight, eps=2.0**-23):
        return x / (x.pow(2).mean(-1, keepdim=True) + eps).sqrt() * n_weight
    case("rms_norm", "n(x)", definition, *samples, body="layer n = rms_norm()", weights={"n.weight": weights["n.weight"]})
    case("rms_norm", "n(x)", lambda x, n_weight: definition(x, n_weight, 0.01), *samples, body="layer n = rms_norm(eps: 0.01)", weights={"n.weight": weights["n.weight"]})
    case("rms_norm", "rms_norm(x)", lambda x: definition(x, 1), *samples)
case("layer_norm", "n(x)", lambda x, n_weight: F.layer_norm(x, [4], n_weight), *xs(r(2, 4)), body="layer n = layer_norm(bias: false)", weights={"n.weight": r(4)})

for shape, groups in [((4, 3), 2), ((6, 2, 3), 3), ((4, 5), 1), ((4, 2), 4), ((1, 1), 1), ((6,), 2)]:
    weights = {"n.weight": r(shape[0]), "n.bias": r(shape[0])}
    samples = xs(r(*shape), *([odd(*shape)] if shape[0] > 1 else []), torch.ones(shape))
    def definition(x, n_weight, n_bias, groups=groups):
        y = x.reshape(groups, -1)
        y = (y - y.mean(1, keepdim=True)) / (y.var(1, unbiased=False, keepdim=True) + 1e-5).sqrt()
        per_channel = [-1] + [1] * (x.dim() - 1)
        return y.reshape(x.shape) * n_weight.reshape(per_channel) + n_bias.reshape(per_channel)
    case("group_norm", "n(x)", definition, *samples, body=f"layer n = group_norm({groups})", weights=weights)
    case("group_norm", f"group_norm(x, groups: {groups})", lambda x, groups=groups: definition(x, torch.ones(x.shape[0]), torch.zeros(x.shape[0]), groups), *samples)
case("group_norm", "group_norm(x, groups: 2)", lambda x: x, *xs(r(4, 0)))
case("group_norm", "group_norm(x, groups: 2, eps: 0.5)", lambda x: F.group_norm(x[None], 2, eps=0.5)[0], *xs(r(4, 3), odd(4, 3)))

ROWS = f(1, 2, 3, -INF, -INF, 5, -INF, -INF, -INF, INF, 1, 2, NAN, 1, 2, 1e4, 1e4 + 1, 1e4 - 2, 0, 0, 0, -1e30, 1e30, 0, shape=[8, 3])
for op, function in [("softmax", torch.softmax), ("log_softmax", torch.log_softmax)]:
    for shape, axis in [((8, 3), -1), ((8, 3), 0), ((2, 3, 4), 1), ((2, 3, 4), -2), ((9,), None), ((0, 3), -1), ((3, 0), -1), ((3, 1), -1), ((1,), 0), ((2, 17), -1)]:
        def definition(x, function=function, axis=-1 if axis is None else axis):
            return function(x, axis)
        samples = xs(r(*shape), *([odd(*shape)] if min(shape) > 1 else []), *([ROWS, ROWS.flip(1)] if shape == (8, 3) else []))
        case(op, f"{op}(x)" if axis is None else f"{op}(x, axis: {axis})", definition, *samples)
AXES = [((2, 3, 4), None), ((2, 3, 4), [0]), ((2, 3, 4), [-1]), ((2, 3, 4), [0, 2]), ((2, 3, 4), [-2, -3]), ((2, 3, 4), [1]), ((5,), None), ((1,), None), ((1, 1), [-1]), ((8, 3), [1]), ((2, 1, 2, 2, 2, 1, 2, 2, 2), [0, 2, 4, 6, 8])]


def reduced(x, axes):
    """The reduced axes last, as one."""
    axes = [a % x.dim() for a in (range(x.dim()) if axes is None else axes)]
    kept = [a for a in range(x.dim()) if a not in axes]
    count = math.prod(x.shape[a] for a in axes)
    return x.permute(*kept, *sorted(axes)).reshape([x.shape[a] for a in kept] + [count])


def reduction(op, function, source, spoilt, more=(), single=False):
    for shape, axes in [*AXES, *more]:
        options = "" if axes is None else f", axes: {axes}"
        def definition(x, axes=axes):
            y = function(reduced(x, axes))
            named = [a % x.dim() for a in (range(x.dim()) if axes is None else axes)]
            return y, y.reshape([1 if a in named else n for a, n in enumerate(x.shape)])
        samples = [source(*shape)]
        if spoilt and 0 not in shape:
            samples += [ROWS] if shape == (8, 3) else [spoilt(*shape)]
        case(op, f"({op}(x{options}), {op}(x{options}, keep: true))", definition, *xs(*samples), single=single)


reduction("logsumexp", lambda x: torch.logsumexp(x, -1), r, odd, [((0, 3), [1]), ((2, 0), [1])])

# ---- reductions


def ints(*shape):
    return torch.randint(-9, 10, shape, dtype=torch.int32)


def bools(*shape):
    return torch.rand(shape) > 0.5


EMPTY = [((0,), None), ((2, 0), [1]), ((0, 3), [1]), ((0, 3), [0])]
reduction("sum", lambda x: x.sum(-1), r, odd, EMPTY)
reduction("mean", lambda x: x.mean(-1), r, odd, EMPTY)
reduction("prod", lambda x: x.prod(-1), r, odd, EMPTY, single=True)
reduction("max", lambda x: x.amax(-1), r, odd, [((0, 3), [1])])
reduction("min", lambda x: x.amin(-1), r, odd, [((0, 3), [1])])
reduction("any", lambda x: x.any(-1), bools, None, EMPTY)
reduction("all", lambda x: x.all(-1), bools, None, EMPTY)
for op, function in [("sum", sum), ("prod", math.prod), ("max", max), ("min", min)]:
    for x in [i(2**31 - 1, 1, 65536, 65536), l(2**63 - 1, 2, 3, -5)]:
        bits = 32 if x.dtype == torch.int32 else 64
        case(op, f"{op}(x)", lambda x, function=function, bits=bits: torch.tensor(wrap(function(x.tolist()), bits), dtype=x.dtype), *xs(x, x.flip(0)))
for op in "max", "min", "argmax", "argmin":
    error(op, "x: f32[0]", "y: f32", f"f32({op}(x))", "DYN0132")
    error(op, "x: f32[2, 0]", "y: f32[2]", f"f32({op}(x, {'axis: -1' if op[0] == 'a' else 'axes: [-1]'}))", "DYN0132")
case("sum", "sum(x, axes: [1])", lambda x: x.sum(1).int(), *xs(bools(3, 9), torch.ones(3, 9).bool()))
case("sum", "sum(x)", lambda x: x.sum().int(), *xs(b(shape=[0])))
case("mean", "mean(x)", lambda x: x.mean(), *xs(r(37), r(37) + 1e4))


def order(values, largest):
    """Places in order; NaN is the largest number, equals keep their order."""
    def key(k):
        v = values[k]
        return ((1, 0) if math.isnan(v) else (0, v)) if not largest else ((0, 0) if math.isnan(v) else (1, -v))
    return sorted(range(len(values)), key=key)


def along(x, axis, function):
    """Applies a function from a list to a list to every line along an axis."""
    moved = x.movedim(axis, -1)
    lines = [function(line.tolist()) for line in moved.reshape(math.prod(moved.shape[:-1]), moved.shape[-1])]
    return lines, moved.shape[:-1]


def joined(lines, leading, axis, dtype):
    length = len(lines[0]) if lines else 0
    return torch.tensor(lines, dtype=dtype).reshape([*leading, length]).movedim(-1, axis)


def first_nan(values):
    return next((k for k, v in enumerate(values) if math.isnan(v)), None)


def best(values, sign):
    nan = first_nan(values)
    return nan if nan is not None else min(range(len(values)), key=lambda k: (-sign * values[k], k))


TIES = f(1, 3, 3, 2, 3, 0, -1, -1, 0, shape=[3, 3])
for op, sign in [("argmax", 1), ("argmin", -1)]:
    for shape, axis in [((9,), None), ((3, 3), None), ((3, 3), -1), ((3, 3), 0), ((2, 3, 4), 1), ((2, 3, 4), -2), ((1,), None), ((1, 1), -1), ((2, 17), 1), ((17, 2), 0), ((0, 3), -1)]:
        def definition(x, axis=axis, sign=sign):
            if axis is None:
                y = torch.tensor(best(x.flatten().tolist(), sign), dtype=torch.int32)
                return y, y.reshape([1] * x.dim())
            lines, leading = along(x, axis, lambda v: [best(v, sign)])
            y = joined(lines, leading, axis, torch.int32) if lines else torch.zeros([*leading, 1], dtype=torch.int32).movedim(-1, axis)
            return y.squeeze(axis), y
        options = "" if axis is None else f", axis: {axis}"
        samples = xs(r(*shape), *([odd(*shape)] if min(shape) > 1 else []), *([TIES, TIES.flip(0)] if shape == (3, 3) else []))
        case(op, f"({op}(x{options}), {op}(x{options}, keep: true))", definition, *samples)
    case(op, f"{op}(x)", lambda x, sign=sign: torch.tensor(best(x.tolist(), sign), dtype=torch.int32), *xs(i(2, 7, 7, -3, -3), i(1, 1, 1, 1, 1)))

RANKED = f(2, NAN, -INF, INF, 2, 7, NAN, 7, INF, -0.0, 0.0, -INF)
for shape, axis in [((12,), None), ((2, 3, 4), -1), ((2, 3, 4), 0), ((2, 3, 4), -2), ((1,), -1), ((0,), 0), ((0, 3), 1), ((3, 0), 1), ((33,), 0)]:
    samples = xs(r(*shape).round(), *([odd(*shape)] if min(shape) > 1 else []), *([RANKED, RANKED.flip(0), torch.ones(12)] if shape == (12,) else []))
    n = shape[-1 if axis is None else axis]
    where = "" if axis is None else f", axis: {axis}"

    def ranked(x, largest, count, axis=-1 if axis is None else axis):
        if not x.numel() or not count:
            empty = list(x.shape)
            empty[axis] = min(count, empty[axis])
            return x.new_zeros(empty), torch.zeros(empty, dtype=torch.int32)
        places, leading = along(x, axis, lambda v: order(v, largest)[:count])
        indices = joined(places, leading, axis, torch.int64)
        return x.gather(axis, indices), indices.int()

    case("sort", "(a, b, c, d)", lambda x, n=n: (*ranked(x, False, n), *ranked(x, True, n)), *samples, body=f"let (a, b) = sort(x{where})  let (c, d) = sort(x{where}, descending: true)")
    counts = sorted({0, min(1, n), min(3, n), n})
    case("topk", f"({', '.join(f'a{k}, b{k}' for k in counts)})", lambda x, counts=counts: [t for k in counts for t in ranked(x, True, k)], *samples,
         body="  ".join(f"let (a{k}, b{k}) = topk(x, {k}{where})" for k in counts))  # fmt: skip
case("sort", "sort(x)", lambda x: ranked(x, False, 5, -1), *xs(i(5, -3, 5, 2**31 - 1, -(2**31))))
case("topk", "topk(x, 3)", lambda x: ranked(x, True, 3, -1), *xs(i(5, -3, 5, 2**31 - 1, -(2**31))))

for shape, axis in [((9,), None), ((2, 3, 4), 0), ((2, 3, 4), -2), ((2, 3, 4), 2), ((1,), 0), ((0,), -1), ((3, 0), 0)]:
    text = "cumsum(x)" if axis is None else f"cumsum(x, axis: {axis})"
    case("cumsum", text, lambda x, axis=-1 if axis is None else axis: x.cumsum(axis), *xs(r(*shape), *([odd(*shape)] if min(shape) > 1 else [])))
case("cumsum", "cumsum(x)", lambda x: x.cumsum(-1).int(), *xs(i(2**31 - 1, 1, -5)))

# ---- indexing

for x, index in [
    (odd(5), l(0, 4, 4, 2)), (r(3, 4), l(0, 2, 1, 0, 1, 1, 2, 2).reshape(2, 4)), (r(3, 4), l(0, 2).reshape(1, 2)), (odd(2, 3, 4), torch.randint(0, 2, (1, 3, 2))),
    (r(1), l(0)), (r(3), l()), (i(1, 2, 3), l(2, 0)),
]:  # fmt: skip
    for dtype in torch.int32, torch.int64:
        case("gather", "gather(x, i)", lambda x, i: x.gather(0, i.long()), {"x": x, "i": index.to(dtype)})
case("gather", "gather(x, i, axis: -1)", lambda x, i: x.gather(-1, i.long()), {"x": odd(3, 4), "i": i(0, 3, 3, 1, 2, 2, shape=[3, 2])})
case("gather", "gather(x, i, axis: 1)", lambda x, i: x.gather(1, i.long()), {"x": r(*[2] * 9), "i": i(*[1, 0] * 128, shape=[2] * 8 + [1]).transpose(1, 7)})
case("gather", "gather(x, i, axis: 1)", lambda x, i: x.gather(1, i.long()), {"x": r(3, 4), "i": i(0, 3, 3, 1, shape=[2, 2])})


def scatter(x, i, s, axis=0):
    """The later of equal indices wins, in row-major order."""
    y = x.clone()
    for place in numpy.ndindex(*i.shape):
        target = list(place)
        target[axis] = int(i[place])
        y[tuple(target)] = s[place] if s.dim() else s
    return y


for axis in 0, -1:
    text = "scatter(x, i, s)" if axis == 0 else "scatter(x, i, s, axis: -1)"
    def definition(x, i, s, axis=axis):
        return scatter(x, i, s, axis)
    for x, index, source in [
        (odd(5), i(1, 3, 1), f(7, 8, 9)), (r(3, 3), i(0, 2, 1, 0, 1, 1, shape=[2, 3]), odd(2, 3)), (r(3, 3), i(2, 2, shape=[1, 2]), r(1, 2)), (r(1), i(0), r(1)),
        (r(3), i(shape=[0]), r(0)), (i(1, 2, 3), i(2, 0), i(9, 8)), (r(2, 3, 4), torch.randint(0, 2, (2, 2, 3), dtype=torch.int32), r(2, 2, 3)), (r(4), l(3, 3), f(1, INF)), (r(*[2] * 9), torch.randint(0, 2, [2] * 9, dtype=torch.int32), r(*[2] * 9)),
        (b(True, False), i(1), b(True)),
    ]:  # fmt: skip
        case("scatter", text, definition, {"x": x, "i": index, "s": source})
    case("scatter", text, definition, {"x": r(3, 3), "i": i(0, 1, 1, 2, shape=[2, 2]), "s": scalar(5.0)}, {"x": odd(3, 3), "i": i(0, 1, 1, 2, shape=[2, 2]), "s": scalar(NAN)})
    case("scatter", text.replace(" s", " 1.0", 1), lambda x, i, axis=axis: scatter(x, i, torch.tensor(1.0), axis), {"x": r(5), "i": i(4, 0)})

for x, index, axis in [(odd(4, 3), i(3, 0, 0), None), (r(4, 3), i(2, 2, 1, 0, 1), 1), (r(2, 3, 4), i(1, 0), -2), (r(2, 3, 4), i(3), -1), (r(1), i(0), 0), (r(4, 3), i(), 0), (r(0, 3), i(), 0), (i(7, 8, 9), l(2, 1), 0)]:
    text = "index_select(x, i)" if axis is None else f"index_select(x, i, axis: {axis})"
    case("index_select", text, lambda x, i, axis=axis or 0: x.index_select(axis, i.long()), {"x": x, "i": index.int() if index.numel() == 0 else index})

TABLE = odd(5, 3)
for index in [i(4, 0, 4), i(1, 2, 3, 0, shape=[2, 2]), i(3), i(shape=[0]), l(2, 1)]:
    case("embedding", "e(x)", lambda x, e_weight: F.embedding(x.long(), e_weight), *xs(index, index.flip(0)), body="layer e = embedding(5, 3)", weights={"e.weight": TABLE})
case("embedding", "e(x)", lambda x, e_weight: e_weight[x.long()], *xs(scalar(2), scalar(0)), body="layer e = embedding(5, 3)", weights={"e.weight": TABLE})
case("embedding", "embedding(x, t)", lambda x, t: F.embedding(x.long(), t), {"x": i(1, 0), "t": odd(2, 9)}, {"x": i(0, 0), "t": odd(2, 9)})

for index in [i(0, 3, 3), i(1, 2, 0, 3, shape=[2, 2]), i(2), i(shape=[0]), l(3, 1)]:
    case("one_hot", "one_hot(x, 4)", lambda x: F.one_hot(x.long(), 4).int() if x.numel() else torch.zeros([*x.shape, 4], dtype=torch.int32), *xs(index))
case("one_hot", "one_hot(x, 1)", lambda x: torch.ones(1, dtype=torch.int32), *xs(scalar(0)))
case("one_hot", "one_hot(x, 4)", lambda x: F.one_hot(x.long(), 4).int(), *xs(scalar(1), scalar(3)))

for text, count, x in [("x[k0]", 1, odd(4)), ("x[k0]", 1, r(3, 5)), ("x[k0, k1]", 2, odd(3, 5)), ("x[k0, k1]", 2, r(3, 2, 4)), ("x[k0, k1, k2]", 3, r(2, 3, 4)),
                       ("x[k0, k1, k2, k3]", 4, r(2, 3, 2, 3)), ("x[k0, k1, k2, k3]", 4, r(2, 3, 2, 3, 2)), ("x[k0]", 1, r(1)), ("x[k0]", 1, r(2, 0)), ("x[k0]", 1, b(True, False)),
                       ("x[k0]", 1, ints(3))]:  # fmt: skip
    def definition(x, **k):
        for index in k.values():
            x = x[int(index)]
        return x
    names = [f"k{n}" for n in range(count)]
    first = {"x": x, **{n: scalar(0) for n in names}}
    last = {"x": x.flip(0), **{n: scalar(x.shape[a] - 1) for a, n in enumerate(names)}}
    case("index", text, definition, first, last)

for count, x in [(1, odd(4)), (1, r(3, 5)), (2, r(3, 5)), (2, r(3, 2, 4)), (3, r(2, 3, 4)), (4, r(2, 3, 2, 3)), (4, r(2, 3, 2, 3, 2)), (1, r(1)), (1, r(2, 0)), (1, ints(3)), (1, b(True, True))]:
    names = [f"k{n}" for n in range(count)]
    def definition(x, v, **k):
        y = x.clone()
        y[tuple(int(index) for index in k.values())] = v
        return (y, x)
    row = odd(*x.shape[count:]) if x.dtype == torch.float32 and x[(0,) * count].numel() else x[(-1,) * count].clone()
    samples = [{"x": x, "v": row, **{n: scalar(place(a)) for a, n in enumerate(names)}} for place in (lambda a: 0, lambda a: x.shape[a] - 1)]
    case("update", "(h, x)", definition, *samples, body=f"var h = x  h[{', '.join(names)}] = v")

for text, function, x in [
    ("x[1..3]", lambda x: x[1:3], odd(5)), ("x[..2]", lambda x: x[:2], r(4, 3)), ("x[2..]", lambda x: x[2:], r(4, 3)), ("x[.., 1..=2]", lambda x: x[:, 1:3], odd(3, 4)),
    ("x[1..1]", lambda x: x[1:1], r(3, 2)), ("x[0..1]", lambda x: x[0:1], r(1)), ("x[1..1]", lambda x: x[1:1], r(1)), ("x[0..2]", lambda x: x[0:2], r(3, 0)), ("x[.., .., 1..2]", lambda x: x[:, :, 1:2], ints(2, 3, 4)), ("x[1, 0..2]", lambda x: x[1, 0:2], r(2, 3)),
    ("x[1..2, 1..3]", lambda x: x[1:2, 1:3], b(True, False, True, False, True, False, shape=[2, 3])),
]:  # fmt: skip
    case("static_slice", text, lambda x, function=function: function(x), *xs(x, x.flip(0)))

for text, axis, length, x in [("slice(x, s, 2)", 0, 2, odd(5)), ("slice(x, s, 2)", 0, 2, r(4, 3)), ("slice(x, s, 3, axis: -1)", -1, 3, r(2, 4)), ("slice(x, s, 1, axis: 1)", 1, 1, r(2, 3, 4)),
                              ("slice(x, s, 0)", 0, 0, r(3)), ("slice(x, s, 1)", 0, 1, r(1)), ("slice(x, s, 0)", 0, 0, r(0, 3)), ("slice(x, s, 2)", 0, 2, r(3, 0)), ("slice(x, s, 3)", 0, 3, ints(3)), ("slice(x, s, length: 2, axis: -2)", -2, 2, odd(3, 4))]:  # fmt: skip
    def definition(x, s, axis=axis, length=length):
        return x.narrow(axis, int(s), length)
    case("slice", text, definition, {"x": x, "s": scalar(0)}, {"x": x, "s": scalar(x.shape[axis] - length)})
case("slice", "slice(x, s, 2)", lambda x, s: x.narrow(0, int(s), 2), {"x": r(5), "s": torch.tensor(3, dtype=torch.int64)})

# ---- shape

for x, text, shape in [(odd(2, 6), "[3, 4]", (3, 4)), (r(6), "[2, 3]", (2, 3)), (r(1), "[1, 1, 1]", (1, 1, 1)), (r(0, 3), "[3, 0, 2]", (3, 0, 2)), (ints(4), "[2, 2]", (2, 2)), (b(True, False), "[2, 1]", (2, 1))]:
    case("reshape", f"reshape(x, {text})", lambda x, shape=shape: x.reshape(shape), *xs(x))
for x in odd(2, 3), r(1), r(0, 3), ints(2, 1, 2), scalar(2.5):
    case("flatten", "flatten(x)", lambda x: x.flatten(), *xs(x))
for x, p, q in [(odd(2, 3), 0, 1), (r(2, 3, 4), -1, 0), (r(2, 3, 4), 1, -1), (r(2, 3), 1, 1), (r(1, 1), 0, -1), (r(0, 3), 0, 1), (ints(3, 9), 0, 1), (r(17, 33), -1, -2)]:
    case("transpose", f"transpose(x, {p}, {q})", lambda x, p=p, q=q: x.transpose(p, q), *xs(x))
for x, axes in [(odd(2, 3), [1, 0]), (r(2, 3, 4), [2, 0, 1]), (r(2, 3, 4), [-1, 1, -3]), (r(2, 1, 3, 2), [3, 1, 0, 2]), (r(1), [0]), (r(*[2] * 9), [0, 2, 4, 6, 8, 7, 5, 3, 1]), (r(0, 3), [1, 0]), (b(True, False), [-1])]:
    case("permute", f"permute(x, {axes})", lambda x, axes=axes: x.permute(axes), *xs(x))

for shapes, axis in [(((2,), (3,)), None), (((2, 3), (1, 3), (2, 3)), 0), (((2, 3), (2, 1)), -1), (((2, 3, 2), (2, 1, 2)), 1), (((0,), (3,)), 0), (((2, 0), (2, 0)), 1), (((1,), (1,)), 0), (((0,), (0,)), 0), (((4, 3),), 0)]:
    names = "pqs"[: len(shapes)]
    text = f"concat([{', '.join(names)}]" + (")" if axis is None else f", axis: {axis})")
    samples = [{n: make(*s) if s and min(s) > 0 and math.prod(s) > 2 or make is r else r(*s) for n, s in zip(names, shapes)} for make in (r, odd)]
    case("concat", text, lambda axis=axis or 0, **given: torch.cat(list(given.values()), axis), *samples)
case("concat", "concat([p, q])", lambda p, q: torch.cat([p, q]), {"p": ints(2), "q": ints(3)})
case("concat", "concat([p, q])", lambda p, q: torch.cat([p, q]), {"p": b(True, False), "q": b(True)})
case("concat", "concat([p, p, p])", lambda p: torch.cat([p, p, p]), {"p": r(3)})
for shape, axis in [((3,), None), ((2, 3), 1), ((2, 3), -1), ((2, 3), -3), ((), 0), ((0,), 0), ((1,), -1)]:
    text = "stack([p, q]" + (")" if axis is None else f", axis: {axis})")
    samples = [{"p": r(*shape), "q": r(*shape)}, *([{"p": odd(*shape), "q": odd(*shape)}] if shape and min(shape) > 1 else [])]
    case("stack", text, lambda p, q, axis=axis or 0: torch.stack([p, q], axis), *samples)
case("stack", "stack([p])", lambda p: torch.stack([p]), {"p": ints(2)})
for shape, sizes, axis in [((5,), 2, None), ((5, 2), [1, 4], 0), ((2, 5), [2, 3], -1), ((2, 6), 3, 1), ((5,), [0, 5], 0), ((1,), 1, 0), ((2,), [1, 1], -1), ((0,), 2, 0), ((2, 0), [1, 1], 0)]:
    text = f"split(x, {sizes}" + (")" if axis is None else f", axis: {axis})")
    parts = len(r(*shape).split(sizes, axis or 0))
    names = ", ".join("abc"[:parts])
    case("split", names if parts == 1 else f"({names})", lambda x, sizes=sizes, axis=axis or 0: x.split(sizes, axis), *xs(r(*shape), *([odd(*shape)] if math.prod(shape) > 2 else [])), body=f"let {names if parts == 1 else f'({names})'} = {text}")
for shape, count, axis in [((6,), 3, None), ((5,), 3, 0), ((2, 7), 2, -1), ((4, 2), 4, 0), ((1,), 1, 0), ((2, 0), 2, 0), ((2,), 2, -1)]:
    text = f"chunk(x, {count}" + (")" if axis is None else f", axis: {axis})")
    names = ", ".join("abcd"[:count])
    case("chunk", names if count == 1 else f"({names})", lambda x, count=count, axis=axis or 0: x.chunk(count, axis), *xs(r(*shape), *([odd(*shape)] if math.prod(shape) > 2 else [])), body=f"let {names if count == 1 else f'({names})'} = {text}")
error("chunk", "x: f32[5]", "y: f32[2]", "a", "DYN0136", body="let (a, b, c, d) = chunk(x, 4)")
for x, amounts, value in [(odd(3), [1, 2], None), (r(2, 3), [1, 0, 0, 2], 1.5), (r(2, 3), [0, 1], -1.0), (odd(2, 2, 2), [1, 1, 0, 0, 1, 0], None), (r(0), [2, 1], 3.0), (r(1), [0, 0], None), (r(2, 0), [1, 1], None),
                          (ints(3), [1, 1], 7), (r(2, 3), [4, 4, 4, 4], None)]:  # fmt: skip
    text = f"pad(x, {amounts}" + (")" if value is None else f", value: {value})")
    case("pad", text, lambda x, amounts=amounts, value=value or 0: F.pad(x, amounts, value=value), *xs(x))
case("pad", "pad(x, [1, 1])", lambda x: torch.cat([b(False), x, b(False)]), *xs(b(True, True)))
error("pad", "x: f32[3]", "y: f32[2]", "pad(x, [-1, 0])", "DYN0137")
error("pad", "x: f32[3]", "y: f32[4]", "pad(x, [1])", "DYN0137")
error("pad", "x: f32[3]", "y: f32[3]", "pad(x, [0, 0, 1, 1])", "DYN0137")
for x, repeats in [(odd(3), [2]), (r(2, 3), [2, 3]), (r(2, 3), [2]), (r(3), [2, 2]), (r(1), [1]), (r(0), [3]), (r(3), [0]), (ints(2), [3]), (r(2, 1, 2), [1, 4, 1]), (r(2, 2, 1, 2, 2), [2, 1, 2, 2, 2]), (b(True, False), [2])]:
    case("tile", f"tile(x, {repeats})", lambda x, repeats=repeats: x.tile(repeats), *xs(x))

# ---- creation

for kind_ in "f32", "i32", "bool", "i64":
    shapes = [(3,), (2, 9), (), (0,), (1,)]
    for op, function in [("zeros", torch.zeros), ("ones", torch.ones)]:
        text = ", ".join(f"{op}({kind_}{list(s) if s else ''})" for s in shapes)
        case(op, f"({text}, x)", lambda x, d=TORCH[kind_], function=function: [*(function(s, dtype=d) for s in shapes), x], *xs(scalar(1.0)))
for shape in [(3,), (2, 9), (), (0,), (1,)]:
    spelt = "f32" + (str(list(shape)) if shape else "")
    case("full", f"full({spelt}, x)", lambda x, s=shape: x.expand(s), *xs(scalar(1.5), scalar(NAN), scalar(-INF)))
    case("full", f"(full({spelt.replace('f32', 'i32')}, -7), x)", lambda x, s=shape: (torch.full(s, -7, dtype=torch.int32), x), *xs(scalar(1.5)))
case("full", "full(bool[2], x)", lambda x: x.expand(2), *xs(scalar(True), scalar(False)))
case("arange", "(arange(0), arange(1), arange(2), arange(9), arange(33), x)", lambda x: [*(torch.arange(n, dtype=torch.int32) for n in (0, 1, 2, 9, 33)), x], *xs(scalar(1.0)))
case("constant", "([1.5, -2.0, 1e30][k], [7, 8, -9][k], x)", lambda x, k: (f(1.5, -2, 1e30)[int(k)], i(7, 8, -9)[int(k)], x), {"x": scalar(1.0), "k": scalar(0)}, {"x": scalar(1.0), "k": scalar(2)})
case("constant", "x + [1.0, 2.0, 3.0]", lambda x: x + f(1, 2, 3), *xs(r(3), odd(3)))
case("constant", "x * [2.5]", lambda x: x * 2.5, *xs(r(1)))

# ---- recurrent

for shape, hidden, bias in [((3,), 4, True), ((2, 3), 4, True), ((3,), 4, False), ((1,), 1, True), ((0, 3), 2, True), ((9,), 17, True)]:
    for op, gates, cell in [("lstm_cell", 4, torch.nn.LSTMCell), ("gru_cell", 3, torch.nn.GRUCell)]:
        weights = {"c.weight_ih": r(gates * hidden, shape[-1], scale=0.7), "c.weight_hh": r(gates * hidden, hidden, scale=0.7)}
        if bias:
            weights |= {"c.bias_ih": r(gates * hidden), "c.bias_hh": r(gates * hidden)}

        def definition(x, h, c=None, cell=cell, hidden=hidden, bias=bias, **weights):
            module = cell(x.shape[-1], hidden, bias=bias).double()
            with torch.no_grad():
                for name, w in weights.items():
                    getattr(module, name.removeprefix("c_")).copy_(w)
                flat = [t.reshape(-1, t.shape[-1]) for t in ((x, h) if c is None else (x, h, c))]
                if not x.numel():
                    return (h, c) if c is not None else h
                y = module(flat[0], flat[1] if c is None else tuple(flat[1:]))
            return tuple(t.reshape(h.shape) for t in y) if c is not None else y.reshape(h.shape)

        state = (*shape[:-1], hidden)
        names = ["h", "c"][: 2 if op == "lstm_cell" else 1]
        samples = [{"x": x, **{n: r(*state) for n in names}} for x in [r(*shape), r(*shape, scale=30), *([odd(*shape)] if math.prod(shape) > 2 else [])]]
        called = f"cell({', '.join(['x', *names])})"
        layer = f"layer cell = {op}({hidden}{'' if bias else ', bias: false'})"
        weights = {name.replace("c.", "cell.", 1): w for name, w in weights.items()}

        def renamed(definition=definition, **given):
            return definition(**{name.replace("cell_", "c_", 1) if name.startswith("cell_") else name: t for name, t in given.items()})
        if op == "lstm_cell":
            case(op, "(h2, c2)", renamed, *samples, body=f"{layer}  let (h2, c2) = {called}", weights=weights)
        else:
            case(op, called, renamed, *samples, body=layer, weights=weights)

for path in FOLDER.glob("*.txt"):
    path.unlink()
for op, cases in files.items():
    (FOLDER / f"{op}.txt").write_text("\n\n".join(cases) + "\n")
print(sum(len(cases) for cases in files.values()), "cases of", len(files), "operators")
