#!/usr/bin/env python3
"""Writes elementwise.csv and rows.csv with PyTorch's functions in float64: python3 generate.py

Every z is a float32. The values are what torch computes from it in float64, printed so that they are
read back exactly.
"""

import csv
import math

import torch
import torch.nn.functional as F


def float32(value):
    """The nearest float as a torch scalar's parameter: what networks compute with."""
    return torch.tensor(value, dtype=torch.float32).item()


ELEMENTWISE = {
    "relu": F.relu,
    "relu6": F.relu6,
    "leaky_relu": lambda z: F.leaky_relu(z, float32(0.01)),
    "leaky_relu(0.2)": lambda z: F.leaky_relu(z, float32(0.2)),
    "leaky_relu(-1.5)": lambda z: F.leaky_relu(z, -1.5),
    "elu": F.elu,
    "elu(2.5)": lambda z: F.elu(z, 2.5),
    "selu": F.selu,
    "celu": F.celu,
    "celu(0.3)": lambda z: F.celu(z, float32(0.3)),
    "gelu": F.gelu,
    "gelu_tanh": lambda z: F.gelu(z, approximate="tanh"),
    "silu": F.silu,
    "mish": F.mish,
    "softplus": F.softplus,
    "softplus(beta=3.3)": lambda z: F.softplus(z, float32(3.3)),
    "softplus(beta=0.5, threshold=0.75)": lambda z: F.softplus(z, 0.5, 0.75),
    "softplus(threshold=0)": lambda z: F.softplus(z, 1, 0),
    "softsign": F.softsign,
    "sigmoid": torch.sigmoid,
    "log_sigmoid": F.logsigmoid,
    "hard_sigmoid": F.hardsigmoid,
    "hard_swish": F.hardswish,
    "tanh": torch.tanh,
    "hard_tanh": F.hardtanh,
    "hard_tanh(min=-0.3, max=2.1)": lambda z: F.hardtanh(z, float32(-0.3), float32(2.1)),
    "tanhshrink": F.tanhshrink,
    "exp": torch.exp,
}

ROWS = {
    "softmax": lambda z: F.softmax(z, -1),
    "softmax(2.5)": lambda z: F.softmax(z / 2.5, -1),
    "log_softmax": lambda z: F.log_softmax(z, -1),
    "log_softmax(0.3)": lambda z: F.log_softmax(z / float32(0.3), -1),
}


def arguments():
    """-100 to 100, the part where functions bend in finer steps, small and large ones, special ones."""
    values = {float(i) for i in range(-100, 101)} | {i / 8 for i in range(-80, 81)}
    for magnitude in (1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e3, 1e10, 1e30):
        values |= {float32(magnitude), -float32(magnitude)}
    return sorted(values) + [-0.0, math.inf, -math.inf, math.nan]


def rows():
    generator = torch.Generator().manual_seed(1)
    for spread in (0.1, 1, 10, 100):
        for _ in range(5):
            yield (torch.randn(7, generator=generator) * spread).double()
    yield torch.tensor([1000.0, 1001, 1002, 999, 998.5, -1000, 0]).double()
    yield torch.tensor([-math.inf, 1, 2, -math.inf, 0, 0.5, -3]).double()
    yield torch.tensor([math.nan, 1, 2, 3, 4, 5, 6]).double()
    yield torch.tensor([math.inf, 1, 2, 3, 4, 5, 6]).double()
    yield torch.full((7,), -math.inf).double()


def text(value):
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return repr(value)


def main():
    z = torch.tensor(arguments(), dtype=torch.float64)
    columns = [z.tolist()] + [function(z).tolist() for function in ELEMENTWISE.values()]
    with open("elementwise.csv", "w", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(["z", *ELEMENTWISE])
        writer.writerows([text(value) for value in line] for line in zip(*columns))
    with open("rows.csv", "w", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(["function", *[f"z{j}" for j in range(7)], *[f"a{j}" for j in range(7)]])
        for name, function in ROWS.items():
            for row in rows():
                values = row.tolist() + function(row).tolist()
                writer.writerow([name, *map(text, values)])


if __name__ == "__main__":
    main()
