"""Writes one of PyTorch's networks in the other forms that the Python package onnx knows.

Run in this folder: python3 make.py
"""

import onnx
from onnx import TensorProto, helper, numpy_helper, version_converter

SOURCE = "../pytorch/softmax-opset13.onnx"


def load():
    return onnx.load(SOURCE)


def save(name, model):
    onnx.checker.check_model(model)
    onnx.save(model, name + ".onnx")


def typed(tensor, element_type=TensorProto.FLOAT):
    values = numpy_helper.to_array(tensor)
    return helper.make_tensor(tensor.name, element_type, values.shape, values.flatten())


def replace(model, make):
    tensors = [make(t) for t in model.graph.initializer]
    del model.graph.initializer[:]
    model.graph.initializer.extend(tensors)
    return model


save("typed", replace(load(), typed))
save("opset17", version_converter.convert_version(load(), 17))

model = load()
model.ir_version = 3
for t in model.graph.initializer:
    model.graph.input.append(helper.make_tensor_value_info(t.name, t.data_type, t.dims))
save("ir3", model)

model = load()
constants = [helper.make_node("Constant", [], [t.name], value=t) for t in model.graph.initializer]
del model.graph.initializer[:]
for node in reversed(constants):
    model.graph.node.insert(0, node)
save("constants", model)

model = replace(load(), lambda t: typed(t, TensorProto.FLOAT16))
casts = []
for t in model.graph.initializer:
    casts.append(helper.make_node("Cast", [t.name + "16"], [t.name], to=TensorProto.FLOAT))
    t.name += "16"
for node in reversed(casts):
    model.graph.node.insert(0, node)
save("float16", model)

onnx.save_model(
    load(),
    "external.onnx",
    save_as_external_data=True,
    location="external.bin",
    size_threshold=0,
)
