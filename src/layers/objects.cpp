#include "layers/objects.h"

#include <algorithm>

#include "base/alternatives.h"

namespace nnsummary {
namespace {

struct ObjectName {
  std::string_view class_name;
  std::string_view aliases{};  // "a|b|c"
};

// ALL_OBJECTS_DICT in keras/src/{activations,initializers,regularizers,constraints}/__init__.py.
constexpr ObjectName kActivations[] = {
    {"relu"},
    {"leaky_relu"},
    {"relu6"},
    {"softmax"},
    {"celu"},
    {"elu"},
    {"selu"},
    {"softplus"},
    {"softsign"},
    {"squareplus"},
    {"soft_shrink"},
    {"sparse_plus"},
    {"silu", "swish"},
    {"gelu"},
    {"glu"},
    {"tanh"},
    {"tanh_shrink"},
    {"threshold"},
    {"sigmoid"},
    {"sparse_sigmoid"},
    {"exponential"},
    {"hard_sigmoid"},
    {"hard_silu", "hard_swish"},
    {"hard_tanh"},
    {"hard_shrink"},
    {"linear"},
    {"mish"},
    {"log_softmax"},
    {"log_sigmoid"},
    {"sparsemax"},
};
constexpr ObjectName kInitializers[] = {
    {"Initializer", "initializer"},
    {"Constant", "constant"},
    {"Identity", "identity|IdentityInitializer"},
    {"Ones", "ones|one"},
    {"STFT", "stft|STFTInitializer"},
    {"Zeros", "zeros|zero"},
    {"GlorotNormal", "glorot_normal"},
    {"GlorotUniform", "glorot_uniform"},
    {"HeNormal", "he_normal"},
    {"HeUniform", "he_uniform"},
    {"LecunNormal", "lecun_normal"},
    {"LecunUniform", "lecun_uniform"},
    {"Orthogonal", "orthogonal|OrthogonalInitializer"},
    {"RandomNormal", "random_normal|normal"},
    {"RandomUniform", "random_uniform|uniform"},
    {"TruncatedNormal", "truncated_normal"},
    {"VarianceScaling", "variance_scaling"},
};
constexpr ObjectName kRegularizers[] = {
    {"Regularizer", "regularizer"},
    {"L1", "l1"},
    {"L2", "l2"},
    {"L1L2", "l1l2"},
    {"OrthogonalRegularizer", "orthogonal_regularizer"},
};
constexpr ObjectName kConstraints[] = {
    {"Constraint", "constraint"}, {"MaxNorm", "max_norm"},   {"MinMaxNorm", "min_max_norm"},
    {"NonNeg", "non_neg"},        {"UnitNorm", "unit_norm"},
};

std::span<const ObjectName> objects_of(Kind kind) {
  switch (kind) {
    case Kind::Activation: return kActivations;
    case Kind::Initializer: return kInitializers;
    case Kind::Regularizer: return kRegularizers;
    default: return kConstraints;
  }
}

}  // namespace

std::string_view object_class(Kind kind, std::string_view name) {
  for (const ObjectName& object : objects_of(kind)) {
    if (object.class_name == name) return object.class_name;
  }
  for (const ObjectName& object : objects_of(kind)) {
    if (is_one_of(name, object.aliases)) return object.class_name;
  }
  return {};
}

std::vector<std::string_view> object_names(Kind kind) {
  std::vector<std::string_view> result;
  for (const ObjectName& object : objects_of(kind)) {
    result.push_back(object.class_name);
    for (std::string_view rest = object.aliases; !rest.empty();) {
      const size_t end = std::min(rest.find('|'), rest.size());
      result.push_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return result;
}

}  // namespace nnsummary
