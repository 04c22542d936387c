// What the operations share: how they read their arguments, and the arithmetic of shapes that their rules are made of.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "layers/call.h"

namespace nnsummary {

using Integers = std::vector<int64_t>;

// --- Arguments of the call -----------------------------------------------------------------------------------------
// The tensor, or array of the file, that an argument is. Refuses anything else.
Tensor tensor_of(const Call& call, std::string_view argument);
Shape shape_of(const Call& call, std::string_view argument);
// Where a number may stand for a tensor, as a scalar.
Shape operand(const Call& call, std::string_view argument);
// Where a list or nothing may stand for one too: Keras takes all of these for a scalar.
Shape any_operand(const Call& call, std::string_view argument);
// The tensors of a list. Refuses anything else.
std::vector<Tensor> tensors_of(const Call& call, std::string_view argument);
// The number, or the lists of numbers, that a value or an array of the file holds; null where it is a tensor.
const Value* numbers_of(const Call& call, std::string_view argument);
// The shape of a number, or of nested lists of numbers.
Shape shape_of_list(const Value* value);

// --- Other arguments, of the constructor or the call ---------------------------------------------------------------
// It is there, and isn't null.
bool given(const Call& call, std::string_view argument);
// As Python takes any value for true or false.
bool flag_of(const Call& call, std::string_view argument, bool fallback);
int64_t integer_of(const Call& call, std::string_view argument);
int64_t integer_of(const Call& call, std::string_view argument, int64_t fallback);
// An integer, or a list of them.
Integers integers_of(const Call& call, std::string_view argument);
// An integer for each of `count` axes; one that is no list stands for all of them.
Integers integers_of(const Call& call, std::string_view argument, size_t count);
// Refuses what is no text, null too.
std::string_view text_of(const Call& call, std::string_view argument, std::string_view fallback);
// A list of sizes, null for one that varies.
Shape sizes_of(const Call& call, std::string_view argument);
// By the argument `data_format`; null is "channels_last".
bool channels_last(const Call& call);

// --- Axes ----------------------------------------------------------------------------------------------------------
// `axis` counted from the front. Refuses one that a shape of that rank hasn't.
int axis_in(const Call& call, int64_t axis, int rank);
int axis_of(const Call& call, std::string_view argument, int rank, int64_t fallback);
std::vector<int> axes_of(const Call& call, std::string_view argument, int rank);

// --- Shapes --------------------------------------------------------------------------------------------------------
Shape joined(const Shape& a, const Shape& b);
// Without several axes; one that is named twice takes the next with it, as in Keras.
Shape without_axes(const Call& call, Shape shape, std::vector<int> axes);
// What is left of a shape when the axes of an argument, or all, are reduced.
Shape reduced(const Call& call, const Shape& shape, std::string_view argument = "axis");
// Two shapes stretched to each other.
Shape broadcast(const Call& call, const Shape& a, const Shape& b);
// Of one rank, and of equal sizes where both are known; `but` is an axis that isn't looked at.
bool alike(const Shape& a, const Shape& b, int but = -1);
// How many elements along a diagonal that lies `offset` above the main one.
Dim diagonal_size(Dim rows, Dim columns, int64_t offset);

// --- Results -------------------------------------------------------------------------------------------------------
// Refuse what has a negative size. The type is that of the argument `dtype`, or `like`.
void returns(Call& call, const Shape& shape, std::optional<DType> like = std::nullopt);
void returns_all(Call& call, const std::vector<Shape>& shapes);

// --- Rules of several families -------------------------------------------------------------------------------------
// The shape of the first argument.
void same(Call& call);
void reduce(Call& call);

}  // namespace nnsummary
