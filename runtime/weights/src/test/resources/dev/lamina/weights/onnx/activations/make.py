"""Writes networks of one hidden layer, each with an activation that a tool may have written, and what the
reference implementation of ONNX computes for them and for ../pytorch/activation-*.onnx.

Run in this folder: python3 make.py
"""

import glob
import os

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

random = np.random.default_rng(1)


def number(value):
    return np.array(value, dtype=np.float32)


class Graph:
    """Nodes behind one another; a value is its name, a number a constant."""

    def __init__(self):
        self.nodes = []
        self.initializers = []

    def tensor(self, name, value):
        self.initializers.append(numpy_helper.from_array(value.astype(np.float32), name))
        return name

    def value(self, operand):
        if isinstance(operand, str):
            return operand
        return self.tensor(f"c{len(self.initializers)}", number(operand))

    def __call__(self, operator, *operands, **attributes):
        output = f"v{len(self.nodes)}"
        inputs = [self.value(operand) for operand in operands]
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output


def export(name, opset, activation):
    graph = Graph()
    weight = graph.tensor("hidden.weight", random.normal(size=(4, 5)) * 2)
    bias = graph.tensor("hidden.bias", random.normal(size=4))
    z = graph("Gemm", "x", weight, bias, transB=1)
    y = activation(graph, z)
    graph.nodes[-1].output[0] = "y"
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "g",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 5])],
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N", 4])],
            graph.initializers,
        ),
        opset_imports=[helper.make_opsetid("", opset)],
        ir_version=8,
        producer_name="onnx",
        producer_version=onnx.__version__,
    )
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, name + ".onnx")


def operator(operator, *operands, **attributes):
    return lambda g, z: g(operator, z, *operands, **attributes)


def silu(g, z):
    return g("Mul", z, g("Sigmoid", z))


def softplus(beta):
    return lambda g, z: g("Div", g("Softplus", g("Mul", z, beta)), beta)


def gelu_of_keras(g, z):
    scaled = g("Div", z, np.sqrt(2))
    return g("Mul", g("Mul", 0.5, z), g("Add", 1.0, g("Erf", scaled)))


def gelu_with_power(g, z):
    cubic = g("Mul", g("Pow", z, 3.0), 0.044715)
    inner = g("Tanh", g("Mul", g("Add", z, cubic), 0.7978845608))
    return g("Mul", g("Mul", z, 0.5), g("Add", inner, 1.0))


def prelu(*slopes):
    return lambda g, z: g("PRelu", z, g.tensor("act.weight", np.array(slopes)))


def hard_swish_of_minimum(g, z):
    six = g("Min", g("Max", g("Add", z, 3.0), 0.0), 6.0)
    return g("Div", g("Mul", z, six), 6.0)


MODELS = {
    "relu-max": (13, operator("Max", 0.0)),
    "relu6-min": (13, lambda g, z: g("Min", g("Relu", z), 6.0)),
    "relu6-opset10": (10, operator("Clip", min=0.0, max=6.0)),
    "clip": (13, operator("Clip", -0.25, 1.75)),
    "clip-opset10": (10, operator("Clip", min=-0.25, max=1.75)),
    "clip-min": (13, operator("Clip", -0.5)),
    "clip-max-opset10": (10, operator("Clip", max=0.5)),
    "leaky-relu": (16, operator("LeakyRelu", alpha=0.2)),
    "leaky-relu-default": (7, operator("LeakyRelu")),
    "prelu": (16, prelu(0.3)),
    "prelu-per-unit": (9, prelu(0.1, 0.2, -0.3, 1.5)),
    "elu": (22, operator("Elu", alpha=0.7)),
    "selu": (22, operator("Selu")),
    "celu": (12, operator("Celu", alpha=0.5)),
    "gelu": (20, operator("Gelu")),
    "gelu-tanh": (20, operator("Gelu", approximate="tanh")),
    "gelu-keras": (13, gelu_of_keras),
    "gelu-power": (13, gelu_with_power),
    "silu": (13, silu),
    "swish": (24, operator("Swish")),
    "mish": (18, operator("Mish")),
    "mish-exp": (9, lambda g, z: g("Mul", z, g("Tanh", g("Log", g("Add", g("Exp", z), 1.0))))),
    "softplus": (22, operator("Softplus")),
    "softplus-beta": (13, softplus(0.3)),
    "softsign": (22, operator("Softsign")),
    "sigmoid-exp": (13, lambda g, z: g("Div", 1.0, g("Add", 1.0, g("Exp", g("Neg", z))))),
    "log-sigmoid": (13, lambda g, z: g("Log", g("Sigmoid", z))),
    "log-sigmoid-softplus": (13, lambda g, z: g("Neg", g("Softplus", g("Neg", z)))),
    "hard-sigmoid": (13, operator("HardSigmoid", alpha=1 / 6, beta=0.5)),
    "hard-sigmoid-keras2": (13, operator("HardSigmoid")),
    "hard-sigmoid-shifted": (13, operator("HardSigmoid", alpha=0.3, beta=0.25)),
    "hard-swish": (14, operator("HardSwish")),
    "hard-swish-min": (13, hard_swish_of_minimum),
    "tanhshrink": (13, lambda g, z: g("Sub", z, g("Tanh", z))),
    "exp": (13, operator("Exp")),
    "softmax-divided": (13, lambda g, z: g("Softmax", g("Div", z, 2.5), axis=-1)),
    "softmax-multiplied": (11, lambda g, z: g("Softmax", g("Mul", 0.1, z))),
    "log-softmax": (13, operator("LogSoftmax")),
    "log-softmax-opset9": (9, operator("LogSoftmax")),
    "log-softmax-divided": (13, lambda g, z: g("LogSoftmax", g("Div", z, 0.5), axis=1)),
    "log-of-softmax": (13, lambda g, z: g("Log", g("Softmax", z))),
}

for name, (opset, activation) in MODELS.items():
    export(name, opset, activation)

# name, rows, inputs, outputs
with open("expected.tsv", "w") as expected:
    files = [name + ".onnx" for name in MODELS] + sorted(glob.glob("../pytorch/activation-*.onnx"))
    for file in files:
        x = random.normal(size=(3, 5)).astype(np.float32)
        (y,) = ReferenceEvaluator(file).run(None, {"x": x})
        numbers = [" ".join(map(str, t.astype(np.float64).flatten().tolist())) for t in (x, y)]
        name = os.path.basename(file).removesuffix(".onnx")
        expected.write("\t".join([name, str(len(x)), *numbers]) + "\n")
