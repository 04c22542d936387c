#include <fmt/format.h>

#include <algorithm>

#include "layers/common_args.h"
#include "layers/families.h"

namespace nnsummary {
namespace {

constexpr Arg flatten_args[] = {arg::data_format};

void flatten(Call& call) {
  const Shape in = call.input({.min_rank = 1});
  const Shape rest = in.slice(1, in.rank());
  const bool varies = std::any_of(rest.begin(), rest.end(), [](Dim dim) { return dim.none(); });
  call.output({in.first(), varies ? Dim() : rest.product()});
}

constexpr Arg reshape_args[] = {
    {"target_shape",
     Kind::Shape,
     required,
     {},
     "target shape without the batch axis; one size may be -1, to be inferred"},
};

void check_reshape(const Arguments& args) {
  const auto sizes = args.find("target_shape")->items();
  const auto is_rest = [](const Value& size) { return size.is_int() && size.integer() == -1; };
  const auto is_size = [](const Value& size) { return size.is_null() || size.integer() >= -1; };
  if (std::count_if(sizes.begin(), sizes.end(), is_rest) > 1) args.fail("target_shape", "at most one size of -1");
  if (!std::all_of(sizes.begin(), sizes.end(), is_size)) args.fail("target_shape", "no negative size but -1");
}

// Returns the size that -1 stands for: the input's number of elements divided by the other sizes.
Dim rest_of(const Call& call, const Shape& elements, const Shape& target) {
  Dim others = 1;
  bool has_rest = false;
  for (const Dim size : target) {
    has_rest |= size == Dim(-1);
    if (!(size == Dim(-1))) others = others * size;
  }
  const Dim total = elements.product();
  const bool fits = has_rest ? others.value() != 0 && total.value() % others.value() == 0 : total == others;
  if (!fits) {
    call.fail(fmt::format("expected a target shape of {} elements, as the input {} has, found {}", total.value(),
                          to_text(elements), to_text(target)));
  }
  return has_rest ? total / others : Dim();
}

void reshape(Call& call) {
  const Shape in = call.input({.min_rank = 1});
  const Shape elements = in.slice(1, in.rank());
  Shape target;
  for (const Value& size : call.args().find("target_shape")->items()) {
    target.append(size.is_int() ? Dim(size.integer()) : Dim());
  }
  const bool varies = !elements.fully_known() || !target.fully_known();
  const Dim rest = varies ? Dim() : rest_of(call, elements, target);
  Shape output{in.first()};
  for (const Dim size : target) output.append(size == Dim(-1) ? rest : size);
  call.output(output);
}

constexpr Arg cropping_args[] = {
    {"cropping", Kind::Any, 0, {}, "sizes to remove at both ends of each axis"},
    arg::data_format,
};
constexpr Arg cropping_1d_args[] = {
    {"cropping", Kind::Any, 1, {}, "number of timesteps to remove at both ends"},
};

template <int rank>
void cropping(Call& call) {
  const SpatialAxes axes = rank == 1 ? SpatialAxes{1, true} : spatial_axes(call, rank);
  const Shape in = call.input({.rank = rank + 2});
  const auto ends = end_pairs(call, "cropping", rank);
  Shape sizes = axes.of(in);
  for (int i = 0; i < rank; ++i) {
    const auto [before, after] = ends[static_cast<size_t>(i)];
    sizes[i] = sizes[i] - before - after;
    if (!sizes[i].known() || sizes[i].value() > 0) continue;
    call.fail(fmt::format("cropping {} and {} leaves nothing of axis {} of the input, whose shape is {}", before, after,
                          axes.first() + i, to_text(in)));
  }
  call.output(axes.with(in, sizes, in[axes.channels()]));
}

constexpr Arg zero_padding_args[] = {
    {"padding", Kind::Any, 1, {}, "number of zeros to add at both ends of each axis"},
    arg::data_format,
};

template <int rank>
void zero_padding(Call& call) {
  const SpatialAxes axes = spatial_axes(call, rank);
  const Shape in = call.input({.rank = rank + 2});
  const auto ends = end_pairs(call, "padding", rank);
  Shape sizes = axes.of(in);
  for (int i = 0; i < rank; ++i) {
    const auto [before, after] = ends[static_cast<size_t>(i)];
    sizes[i] = sizes[i] + before + after;
  }
  call.output(axes.with(in, sizes, in[axes.channels()]));
}

constexpr Arg permute_args[] = {
    {"dims", Kind::Tuple, required, {}, "new order of the axes, counted from 1 without the batch axis"},
};

void check_permutation(const Arguments& args) {
  std::vector<Integer> dims = args.tuple("dims");
  std::sort(dims.begin(), dims.end());
  for (size_t i = 0; i < dims.size(); ++i) {
    if (dims[i] != static_cast<int64_t>(i) + 1) args.fail("dims", "each integer from 1 to their number once");
  }
}

void permute(Call& call) {
  const std::vector<Integer> dims = call.args().tuple("dims");
  const Shape in = call.input({.rank = static_cast<int>(dims.size()) + 1});
  Shape output{in.first()};
  for (const Integer dim : dims) output.append(in[in.axis(dim)]);
  call.output(output);
}

constexpr Arg repeat_vector_args[] = {
    {"n", Kind::Dim, required, {}, "number of repetitions"},
};

void repeat_vector(Call& call) {
  const Shape in = call.input({.rank = 2});
  call.output({in.first(), call.integer("n"), in.last()});
}

constexpr Arg up_sampling_1d_args[] = {
    {"size", Kind::Dim, 2, {}, "number of repetitions of each timestep"},
};
constexpr Arg up_sampling_3d_args[] = {
    {"size", Kind::Tuple, 2, arg::positive(3), "number of repetitions along each axis"},
    arg::data_format,
};
constexpr Arg up_sampling_2d_args[] = {
    {"size", Kind::Tuple, 2, arg::positive(2), "number of repetitions along each axis"},
    arg::data_format,
    {"interpolation", Kind::String, "nearest", {}, "interpolation method"},
};

template <int rank>
void up_sampling(Call& call) {
  const SpatialAxes axes = rank == 1 ? SpatialAxes{1, true} : spatial_axes(call, rank);
  const Shape in = call.input({.rank = rank + 2});
  const std::vector<Integer> factors = call.args().tuple("size");
  Shape sizes = axes.of(in);
  for (int i = 0; i < rank; ++i) sizes[i] = sizes[i] * factors[static_cast<size_t>(i)];
  call.output(axes.with(in, sizes, in[axes.channels()]));
}

constexpr std::string_view kModule = "keras.layers";
constexpr Family kFamily = Family::Reshaping;

constexpr LayerEntry kLayers[] = {
    {"Flatten", kModule, kFamily, "flattens all axes but the batch", flatten_args, one_input, flatten},
    {"Reshape", kModule, kFamily, "changes the shape, keeping the elements", reshape_args, one_input, reshape,
     check_reshape, Build::OnCreation},
    {"Cropping1D", kModule, kFamily, "removes timesteps at both ends", cropping_1d_args, one_input, cropping<1>},
    {"Cropping2D", kModule, kFamily, "removes the edges of images", cropping_args, one_input, cropping<2>},
    {"Cropping3D", kModule, kFamily, "removes the edges of volumes", cropping_args, one_input, cropping<3>},
    {"ZeroPadding1D", kModule, kFamily, "adds timesteps of zeros at both ends", zero_padding_args, one_input,
     zero_padding<1>},
    {"ZeroPadding2D", kModule, kFamily, "adds zeros around images", zero_padding_args, one_input, zero_padding<2>},
    {"ZeroPadding3D", kModule, kFamily, "adds zeros around volumes", zero_padding_args, one_input, zero_padding<3>},
    {"Permute", kModule, kFamily, "reorders the axes", permute_args, one_input, permute, check_permutation},
    {"RepeatVector", kModule, kFamily, "repeats the input to make a sequence", repeat_vector_args, one_input,
     repeat_vector},
    {"UpSampling1D", kModule, kFamily, "repeats each timestep", up_sampling_1d_args, one_input, up_sampling<1>},
    {"UpSampling2D", kModule, kFamily, "enlarges images", up_sampling_2d_args, one_input, up_sampling<2>},
    {"UpSampling3D", kModule, kFamily, "enlarges volumes", up_sampling_3d_args, one_input, up_sampling<3>},
};

}  // namespace

std::span<const LayerEntry> reshaping_layers() { return kLayers; }

}  // namespace nnsummary
