#include <fmt/format.h>

#include <algorithm>

#include "layers/common_args.h"
#include "layers/families.h"

namespace nnsummary {
namespace {

constexpr Arg einsum_dense_args[] = {
    {"equation", Kind::String, required, {}, "einsum equation, such as 'ab,bc->ac'"},
    {"output_shape",
     Kind::Any,
     required,
     {},
     "output shape without the batch axis; null for sizes taken from the input"},
    arg::activation,
    {"bias_axes", Kind::String, nullptr, {}, "letters of the output axes to add a bias along; null for no bias"},
    arg::kernel_initializer,
    arg::bias_initializer,
    arg::kernel_regularizer,
    arg::bias_regularizer,
    arg::kernel_constraint,
    arg::bias_constraint,
    arg::lora_rank,
    arg::lora_alpha,
    {"gptq_unpacked_column_size", Kind::Int, nullptr, {}, "number of columns of the kernel before GPTQ packs them"},
    arg::quantization_config,
    arg::activity_regularizer,
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view take_letters(std::string_view& text) {
  size_t length = 0;
  while (length < text.size() && is_letter(text[length])) ++length;
  const std::string_view result = text.substr(0, length);
  text.remove_prefix(length);
  return result;
}

bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

// An equation in one of Keras's three forms: X,Y->Z, ...X,Y->...Z and X...,Y->Z...
struct Equation {
  std::string_view input;
  std::string_view kernel;
  std::string_view output;
  bool left = false;  // the unnamed axes come first
  int elided = 0;     // number of unnamed axes

  static Equation parse(const Call& call, int rank);
  int axis_of_input(size_t letter) const { return static_cast<int>(letter) + (left ? elided : 0); }
  int axis_of_output(size_t letter) const { return static_cast<int>(letter) + (left ? elided : 0); }
};

Equation Equation::parse(const Call& call, int rank) {
  Equation result;
  std::string_view text = call.string("equation");
  result.left = take(text, "...");
  result.input = take_letters(text);
  const bool right = !result.left && result.input.size() >= 2 && take(text, "...");
  bool valid = !result.input.empty() && take(text, ",");
  result.kernel = take_letters(text);
  valid = valid && !result.kernel.empty() && take(text, "->") && (!result.left || take(text, "..."));
  result.output = take_letters(text);
  valid = valid && !result.output.empty() && (!right || take(text, "..."));
  if (!valid) call.args().fail("equation", "one of the forms 'ab,bc->ac', '...b,bc->...c' and 'ab...,bc->ac...'");
  result.elided = rank - static_cast<int>(result.input.size());
  if (result.elided < 0) {
    call.fail(fmt::format("expected an input of rank {} or more, as '{}' names, found rank {}", result.input.size(),
                          result.input, rank));
  }
  return result;
}

// Before Keras 3, a size that the argument leaves to the input was known where the input's was.
void fill_from_input(const Equation& equation, const Shape& in, Shape& out) {
  for (size_t i = 0; i < equation.input.size(); ++i) {
    const size_t j = equation.output.find(equation.input[i]);
    const int axis = j == std::string_view::npos ? out.rank() : equation.axis_of_output(j);
    if (axis < out.rank() && out[axis].none()) out[axis] = in[equation.axis_of_input(i)].plain();
  }
}

// Returns the sizes of the output. The argument leaves some of them to the input.
Shape output_shape(const Call& call, const Equation& equation, const Shape& in) {
  Shape result{in.first()};
  // Keras inserts unnamed axes at the front one by one, which reverses them.
  for (int i = 1; equation.left && i < equation.elided; ++i) result = result.inserted(1, in[i]);
  const Value& given = *call.args().find("output_shape");
  const auto append = [&](const Value& size) {
    result.append(size.is_int() ? call.named(size.integer(), "output size") : Dim());
  };
  if (given.is_list()) {
    for (const Value& size : given.items()) append(size);
  } else {
    append(given);
  }
  for (int i = in.rank() - equation.elided; !equation.left && i < in.rank(); ++i) result.append(in[i]);
  return result;
}

void check_shared_sizes(const Call& call, const Equation& equation, const Shape& in, const Shape& out) {
  for (size_t i = 0; i < equation.input.size(); ++i) {
    const size_t j = equation.output.find(equation.input[i]);
    if (j == std::string_view::npos) continue;
    const int axis = equation.axis_of_output(j);
    if (axis >= out.rank()) call.args().fail("output_shape", fmt::format("as many sizes as '{}'", equation.output));
    const Dim size = in[equation.axis_of_input(i)];
    if (out[axis].none() || out[axis] == size) continue;
    call.fail(fmt::format("'{}' is an axis of input and output: expected one size, found the shapes {} and {}",
                          equation.input[i], to_text(in), to_text(out)));
  }
  for (const char letter : equation.output) {
    if ((std::string(equation.input) + std::string(equation.kernel)).find(letter) != std::string::npos) continue;
    call.args().fail("equation", fmt::format("'{}' of the output to be an axis of the input or the kernel", letter));
  }
}

Dim named_size(Dim size, char letter) { return size.as(fmt::format("size of {}", letter).c_str()); }

// Finds the sizes of the kernel and the axes of it that are summed over.
Shape kernel_shape(const Call& call, const Equation& equation, const Shape& in, const Shape& out,
                   std::vector<int>& reduced) {
  Shape result;
  for (const char letter : equation.kernel) {
    const size_t in_output = equation.output.find(letter);
    const size_t in_input = equation.input.find(letter);
    if (in_output != std::string_view::npos && equation.axis_of_output(in_output) < out.rank()) {
      result.append(named_size(out[equation.axis_of_output(in_output)], letter));
    } else if (in_input != std::string_view::npos) {
      reduced.push_back(result.rank());
      result.append(named_size(in[equation.axis_of_input(in_input)], letter));
    } else {
      call.args().fail("equation", fmt::format("'{}' of the kernel to be an axis of the input or the output", letter));
    }
  }
  return result;
}

Shape bias_shape(const Call& call, const Equation& equation, const Shape& out) {
  const std::string_view axes = call.string("bias_axes");
  size_t first = std::string_view::npos;
  for (const char letter : axes) {
    const size_t at = equation.output.find(letter);
    if (at == std::string_view::npos) call.args().fail("bias_axes", fmt::format("letters of '{}'", equation.output));
    first = std::min(first, at);
  }
  if (axes.empty()) call.args().fail("bias_axes", "at least one letter, or null");
  Shape result;
  for (size_t i = first; i < equation.output.size(); ++i) {
    const char letter = equation.output[i];
    const bool has_bias = axes.find(letter) != std::string_view::npos;
    result.append(has_bias ? named_size(out[equation.axis_of_output(i)], letter) : Dim(1));
  }
  for (int i = 0; !equation.left && i < equation.elided; ++i) result.append(1);
  return result;
}

// Returns the shape of an int8 kernel's scale: the kernel's sizes along the output's axes, 1 along the others. The rule
// is from _get_kernel_scale_shape in keras/src/layers/core/einsum_dense.py.
Shape scale_shape(const Equation& equation, const Shape& kernel) {
  const Shape elided(std::vector<Dim>(static_cast<size_t>(equation.elided), Dim(1)));
  Shape result = equation.left ? elided : Shape();
  for (const char letter : equation.output) {
    const size_t in_kernel = equation.kernel.find(letter);
    result.append(in_kernel == std::string_view::npos ? Dim(1) : kernel[static_cast<int>(in_kernel)]);
  }
  for (int i = 0; !equation.left && i < equation.elided; ++i) result.append(1);
  return result;
}

// Multiplies the sizes of all named and unnamed axes.
Dim multiplied_sizes(const Equation& equation, const Shape& in, const Shape& kernel) {
  const int first = equation.left ? 0 : in.rank() - equation.elided;
  Dim result = in.slice(first, first + equation.elided).product().as("positions");
  for (size_t i = 0; i < equation.input.size(); ++i) {
    const Dim size = in[equation.axis_of_input(i)];
    // A batch of 1 is left out of the product.
    if (!(size == Dim(1))) result = result * named_size(size, equation.input[i]);
  }
  for (size_t i = 0; i < equation.kernel.size(); ++i) {
    const bool is_new = equation.input.find(equation.kernel[i]) == std::string_view::npos;
    if (is_new) result = result * kernel[static_cast<int>(i)];
  }
  return result;
}

void einsum_dense(Call& call) {
  const Shape in = call.input({.min_rank = 1, .pinned_rank = true});
  const Equation equation = Equation::parse(call, in.rank());
  Shape out = output_shape(call, equation, in);
  if (call.era() != Era::Keras3) fill_from_input(equation, in, out);
  check_shared_sizes(call, equation, in, out);
  std::vector<int> reduced;
  const Shape kernel = kernel_shape(call, equation, in, out, reduced);
  call.kernel("kernel", kernel,
              {.form = KernelRule::Form::Matrix,
               .reduced = reduced,
               .scale = scale_shape(equation, kernel),
               .zero_point = "zero_point"});
  if (!call.is_null("bias_axes")) call.weight("bias", bias_shape(call, equation, out));
  call.output(out);
  call.macs({multiplied_sizes(equation, in, kernel)});
}

constexpr LayerEntry kLayers[] = {
    {"EinsumDense", "keras.layers", Family::Core, "a fully connected layer along any axes, given by an einsum equation",
     einsum_dense_args, one_input, einsum_dense},
};

}  // namespace

std::span<const LayerEntry> einsum_layers() { return kLayers; }

}  // namespace nnsummary
