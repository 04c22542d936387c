// How operations read their arguments, and the arithmetic of shapes that their rules are made of. All of them throw
// LayerError for what they don't accept.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "layers/call.h"

namespace nnsummary {

using Integers = std::vector<Integer>;

// --- Arguments of the call -----------------------------------------------------------------------------------------
// Returns the tensor, or constant array, of an argument.
Tensor tensor_of(const Call& call, std::string_view argument);
Shape shape_of(const Call& call, std::string_view argument);
// Also accepts a number, as a scalar.
Shape operand(const Call& call, std::string_view argument);
// Also accepts a list or null: Keras takes all of these for a scalar.
Shape any_operand(const Call& call, std::string_view argument);
// Returns the tensors of a list.
std::vector<Tensor> tensors_of(const Call& call, std::string_view argument);
// Returns the number or nested lists of numbers that a value or a constant array holds, or null for a tensor.
const Value* numbers_of(const Call& call, std::string_view argument);
// Returns the shape of a number or of nested lists of numbers.
Shape shape_of_list(const Value* value);

// --- Other arguments, of the constructor or the call ---------------------------------------------------------------
// Returns true where the argument is given and isn't null.
bool given(const Call& call, std::string_view argument);
// Converts any value to true or false by Python's rules.
bool flag_of(const Call& call, std::string_view argument, bool fallback);
Integer integer_of(const Call& call, std::string_view argument);
Integer integer_of(const Call& call, std::string_view argument, Integer fallback);
// Returns the integers of an argument that is an integer or a list.
Integers integers_of(const Call& call, std::string_view argument);
// Returns one integer per axis for `count` axes; a single integer is used for all.
Integers integers_of(const Call& call, std::string_view argument, size_t count);
// Returns a string; null is an error too.
std::string_view string_of(const Call& call, std::string_view argument, std::string_view fallback);
// Returns a list of sizes, with null for an unknown one.
Shape sizes_of(const Call& call, std::string_view argument);
// Reads the argument `data_format`; null is "channels_last".
bool channels_last(const Call& call);

// --- Axes ----------------------------------------------------------------------------------------------------------
// Returns `axis` counted from the front; it must exist in a shape of that rank.
int axis_in(const Call& call, Integer axis, int rank);
int axis_of(const Call& call, std::string_view argument, int rank, Integer fallback);
std::vector<int> axes_of(const Call& call, std::string_view argument, int rank);

// --- Shapes --------------------------------------------------------------------------------------------------------
Shape joined(const Shape& a, const Shape& b);
// Removes several axes. As in Keras, an axis named twice also removes the next one.
Shape without_axes(const Call& call, const Shape& shape, std::vector<int> axes);
// Returns the shape after reducing the axes of an argument, or all of them.
Shape reduced(const Call& call, const Shape& shape, std::string_view argument = "axis");
// Broadcasts two shapes.
Shape broadcast(const Call& call, const Shape& a, const Shape& b);
// Returns true where two shapes have the same rank and equal known sizes, except along the axis `but`.
bool same_sizes(const Shape& a, const Shape& b, int but = -1);
// Returns the number of elements on the diagonal that is `offset` above the main one.
Dim diagonal_size(Dim rows, Dim columns, Integer offset);

// --- Results -------------------------------------------------------------------------------------------------------
// Set the outputs. A negative size is an error. The dtype is the argument `dtype`, or `like`.
void returns(Call& call, const Shape& shape, std::optional<DType> like = std::nullopt);
void returns_all(Call& call, const std::vector<Shape>& shapes);
// Returns `count` tensors of one shape.
void returns_copies(Call& call, Integer count, const Shape& shape);

// --- Rules of several families -------------------------------------------------------------------------------------
// Returns a tensor of the first argument's shape.
void same(Call& call);
void reduce(Call& call);

}  // namespace nnsummary
