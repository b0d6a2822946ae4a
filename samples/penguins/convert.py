"""Converts scikit-learn's network to safetensors: python3 convert.py penguins.npz penguins.safetensors

coefs_i (in x out) become layer(i+1).weight (out x in, PyTorch's convention), intercepts_i become
layer(i+1).bias. The StandardScaler (x - mean) / scale in front of the network is a linear map, so it is
folded into the first layer: W' = W / scale, b' = b - (mean / scale) W.
"""
import json, struct, sys
import numpy as np

source = np.load(sys.argv[1])
tensors = {}
for i in range(sum(name.startswith("coefs_") for name in source.files)):
    weight, bias = source[f"coefs_{i}"], source[f"intercepts_{i}"]
    if i == 0:
        bias = bias - (source["mean"] / source["scale"]) @ weight
        weight = weight / source["scale"][:, None]
    tensors[f"layer{i + 1}.weight"] = np.ascontiguousarray(weight.T, dtype="<f4")
    tensors[f"layer{i + 1}.bias"] = np.ascontiguousarray(bias, dtype="<f4")

header, offset = {}, 0
for name, tensor in tensors.items():
    header[name] = {"dtype": "F32", "shape": list(tensor.shape),
                    "data_offsets": [offset, offset + tensor.nbytes]}
    offset += tensor.nbytes
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
with open(sys.argv[2], "wb") as out:
    out.write(struct.pack("<Q", len(text)) + text)
    for tensor in tensors.values():
        out.write(tensor.tobytes())
