#include "layers/objects.h"

namespace nnsummary {
namespace {

// The keys of ALL_OBJECTS_DICT in keras/src/{activations,initializers,regularizers,constraints}/__init__.py.
constexpr std::string_view kActivations[] = {
    "relu",        "leaky_relu",     "relu6",       "softmax",      "celu",        "elu",
    "selu",        "softplus",       "softsign",    "squareplus",   "soft_shrink", "sparse_plus",
    "silu",        "gelu",           "glu",         "tanh",         "tanh_shrink", "threshold",
    "sigmoid",     "sparse_sigmoid", "exponential", "hard_sigmoid", "hard_silu",   "hard_tanh",
    "hard_shrink", "linear",         "mish",        "log_softmax",  "log_sigmoid", "sparsemax",
    "swish",       "hard_swish",
};
constexpr std::string_view kInitializers[] = {
    "Initializer",
    "Constant",
    "Identity",
    "Ones",
    "STFT",
    "Zeros",
    "GlorotNormal",
    "GlorotUniform",
    "HeNormal",
    "HeUniform",
    "LecunNormal",
    "LecunUniform",
    "Orthogonal",
    "RandomNormal",
    "RandomUniform",
    "TruncatedNormal",
    "VarianceScaling",
    "initializer",
    "constant",
    "identity",
    "ones",
    "stft",
    "zeros",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "lecun_normal",
    "lecun_uniform",
    "orthogonal",
    "random_normal",
    "random_uniform",
    "truncated_normal",
    "variance_scaling",
    "IdentityInitializer",
    "normal",
    "one",
    "STFTInitializer",
    "OrthogonalInitializer",
    "uniform",
    "zero",
};
constexpr std::string_view kRegularizers[] = {
    "Regularizer", "L1", "L2", "L1L2", "OrthogonalRegularizer",
    "regularizer", "l1", "l2", "l1l2", "orthogonal_regularizer",
};
constexpr std::string_view kConstraints[] = {
    "Constraint", "MaxNorm",  "MinMaxNorm",   "NonNeg",  "UnitNorm",
    "constraint", "max_norm", "min_max_norm", "non_neg", "unit_norm",
};

}  // namespace

std::span<const std::string_view> object_names(Kind kind) {
  switch (kind) {
    case Kind::Activation: return kActivations;
    case Kind::Initializer: return kInitializers;
    case Kind::Regularizer: return kRegularizers;
    default: return kConstraints;
  }
}

}  // namespace nnsummary
