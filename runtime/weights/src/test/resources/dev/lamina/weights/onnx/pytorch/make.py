"""Exports small PyTorch networks as ONNX, with inputs and what PyTorch computes for them.

Run in this folder: python3 make.py
"""

import warnings

import torch
from torch import nn

warnings.filterwarnings("ignore")
torch.manual_seed(1)


class Net(nn.Module):
    """Named members in place of numbers."""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(5, 7)
        self.output = nn.Linear(7, 3)

    def forward(self, x):
        return torch.softmax(self.output(torch.tanh(self.hidden(x))), dim=1)


class Reshaping(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(6, 4)

    def forward(self, x):
        return torch.sigmoid(self.first(x.view(-1, 6)))


def norm(width):
    """With statistics that are not 0 and 1."""
    result = nn.BatchNorm1d(width)
    with torch.no_grad():
        result.running_mean.uniform_(-1, 1)
        result.running_var.uniform_(0.5, 2)
        result.weight.uniform_(0.5, 2)
        result.bias.uniform_(-1, 1)
    return result


def export(name, module, shape=(3, 5), free=True, opset=13, dtype=torch.float):
    module.eval().to(dtype)
    x = torch.randn(shape, dtype=dtype)
    with torch.no_grad():
        y = module(x)
    torch.onnx.export(
        module,
        x,
        name + ".onnx",
        input_names=["x"],
        output_names=["y"],
        opset_version=opset,
        dynamic_axes={"x": {0: "N"}, "y": {0: "N"}} if free else None,
    )
    if not name.startswith("refused-"):
        numbers = [" ".join(map(repr, t.flatten().tolist())) for t in (x, y)]
        expected.write("\t".join([name, str(len(x)), *numbers]) + "\n")


def sequential(*modules):
    return nn.Sequential(*modules)


# name, rows, inputs, outputs
expected = open("expected.tsv", "w")

for opset in (7, 9, 11, 13, 16):
    export(f"softmax-opset{opset}", Net(), opset=opset)
export("deep", sequential(*[m for _ in range(6) for m in (nn.Linear(5, 5), nn.ReLU())]))
export("fixed-batch", Net(), free=False)
export("no-bias", sequential(nn.Linear(5, 4, bias=False), nn.Sigmoid(), nn.Linear(4, 2)))
export("no-bias-opset9", sequential(nn.Linear(5, 4, bias=False)), opset=9)
export("flatten", sequential(nn.Flatten(), nn.Linear(12, 4), nn.ReLU()), (3, 1, 3, 4))
export("reshape", Reshaping(), (2, 2, 3))
export("dropout", sequential(nn.Linear(5, 4), nn.Dropout(), nn.ReLU(), nn.Linear(4, 2)))
export("batch-norm", sequential(nn.Linear(5, 4), norm(4), nn.ReLU(), nn.Linear(4, 2)))
export("batch-norm-first", sequential(norm(5), nn.Linear(5, 4), nn.Tanh()))
export("batch-norm-behind-relu", sequential(nn.Linear(5, 4), nn.ReLU(), norm(4), nn.Linear(4, 2)))
export("double", sequential(nn.Linear(5, 4), nn.ReLU()), dtype=torch.double)

for name, activation in (
    ("gelu", nn.GELU()),
    ("gelu-tanh", nn.GELU(approximate="tanh")),
    ("silu", nn.SiLU()),
    ("mish", nn.Mish()),
    ("softsign", nn.Softsign()),
    ("hardswish", nn.Hardswish()),
    ("hardsigmoid", nn.Hardsigmoid()),
    ("logsigmoid", nn.LogSigmoid()),
    ("softplus", nn.Softplus()),
    ("softplus-beta", nn.Softplus(beta=2)),
    ("relu6", nn.ReLU6()),
    ("hardtanh", nn.Hardtanh()),
    ("leaky-relu", nn.LeakyReLU(0.1)),
    ("elu", nn.ELU()),
    ("selu", nn.SELU()),
    ("celu", nn.CELU(2.0)),
    ("prelu", nn.PReLU()),
    ("logsoftmax", nn.LogSoftmax(dim=1)),
    ("tanhshrink", nn.Tanhshrink()),
):
    opset = 14 if name == "hardswish" else 13
    export("activation-" + name, sequential(nn.Linear(5, 4), activation, nn.Linear(4, 2)), opset=opset)
export("activation-hardswish-opset13", sequential(nn.Linear(5, 4), nn.Hardswish()), opset=13)
export("refused-rank3", sequential(nn.Linear(5, 4), nn.ReLU()), (2, 3, 5))
export("refused-convolution", sequential(nn.Conv1d(1, 2, 3), nn.Flatten(), nn.Linear(6, 2)), (3, 1, 5))
