#include <fmt/format.h>

#include "layers/image.h"

namespace nnsummary {
namespace {

using Tensors = Structure<Tensor>;

constexpr Rule kSize{.least = 0, .nullable = true};
constexpr Arg height{"height", Kind::Int, required, kSize, "height of the output"};
constexpr Arg width{"width", Kind::Int, required, kSize, "width of the output"};

constexpr Arg resizing_options[] = {
    {"interpolation", Kind::String, "bilinear", {}, "interpolation method"},
    {"crop_to_aspect_ratio", Kind::Bool, false, {}, "whether to crop to keep the aspect ratio"},
    {"pad_to_aspect_ratio", Kind::Bool, false, {}, "whether to pad to keep the aspect ratio"},
    {"fill_mode", Kind::String, "constant", {}, "how to fill the padding"},
    {"fill_value", Kind::Float, 0.0, {}, "value to fill the padding with"},
    {"antialias", Kind::Bool, false, {}, "whether to use antialiasing when downsampling"},
};

constexpr auto resizing_args = join(height, width, resizing_options, arg::image_options);
constexpr auto center_crop_args = join(height, width, arg::image_options);
constexpr auto random_crop_args = join(height, width, arg::seed, arg::image_options);

Dim size(const Call& call, std::string_view name) { return call.is_null(name) ? Dim() : Dim(call.integer(name)); }

bool channels_last(const Call& call) { return call.string("data_format") != "channels_first"; }

// Sets the output's height along one axis, counted from the front, and its width along the next. Keras takes a list or
// dict of inputs for a shape with that many sizes, which works only where these two are the only ones.
void resize(Call& call, int rank, int axis) {
  const Tensors& in = call.inputs();
  const bool is_tensor = in.kind == Tensors::Kind::Leaf;
  if (axis < 0 || axis + 1 >= rank || (!is_tensor && rank != 2)) {
    call.fail(is_tensor ? "expected an image, or a batch of them, found the shape " + to_text(in.leaf.shape)
                        : fmt::format("expected an image, or a batch of them, found {} inputs", rank));
  }
  Shape out = is_tensor ? in.leaf.shape : Shape{Dim(), Dim()};
  out[axis] = size(call, "height");
  out[axis + 1] = size(call, "width");
  call.output(out);
}

int rank_of(const Tensors& in) {
  return in.kind == Tensors::Kind::Leaf ? in.leaf.shape.rank() : static_cast<int>(in.items.size());
}

// Returns the axis of the height. Inputs of a rank other than 4 count as a single image.
int height_axis(const Call& call, int rank) { return (rank == 4 ? 1 : 0) + (channels_last(call) ? 0 : 1); }

void resizing(Call& call) {
  const int rank = rank_of(call.inputs());
  resize(call, rank, height_axis(call, rank));
}

void center_crop(Call& call) {
  const int rank = call.input({.min_rank = 3, .max_rank = 4}).rank();
  resize(call, rank, height_axis(call, rank));
}

void random_crop(Call& call) {
  const int rank = rank_of(call.inputs());
  resize(call, rank, rank - (channels_last(call) ? 3 : 2));
}

constexpr auto max_boxes_args =
    join(Arg{"max_number", Kind::Int, required, at_least(0), "number of boxes per image"},
         Arg{"fill_value", Kind::Int, -1, {}, "value of the boxes that are added"}, arg::image_options);

Tensors* item(Tensors& dict, std::string_view key) {
  for (size_t i = 0; i < dict.keys.size(); ++i) {
    if (dict.keys[i] == key) return &dict.items[i];
  }
  return nullptr;
}

// Sets the number of boxes or labels.
void set_count(const Call& call, Tensors* tensors) {
  if (!tensors) call.fail("expected 'bounding_boxes' to be a dict of 'boxes' and 'labels'");
  Shape& shape = tensors->leaf.shape;
  if (shape.rank() < 2) call.fail("expected boxes and labels along axis 1, found the shape " + to_text(shape));
  shape[1] = call.integer("max_number");
}

// Boxes and labels are part of a dict, whose other items are returned unchanged.
void max_boxes(Call& call) {
  Tensors result = same_tensors(call);
  if (Tensors* boxes = item(result, "bounding_boxes")) {
    if (boxes->items.size() > 2) call.fail("expected 'bounding_boxes' to have nothing but 'boxes' and 'labels'");
    set_count(call, item(*boxes, "boxes"));
    set_count(call, item(*boxes, "labels"));
  }
  call.output_tensors(std::move(result));
}

constexpr std::string_view kModule = "keras.layers";
constexpr Family kFamily = Family::Preprocessing;

constexpr LayerEntry kLayers[] = {
    {"Resizing", kModule, kFamily, "resizes images", resizing_args, one_input, resizing},
    {"CenterCrop", kModule, kFamily, "crops the center of images", center_crop_args, one_input, center_crop},
    {"RandomCrop", kModule, kFamily, "crops images at a random place during training", random_crop_args, one_input,
     random_crop},
    {"MaxNumBoundingBoxes", kModule, kFamily, "pads or cuts bounding boxes to a fixed number per image", max_boxes_args,
     one_input, max_boxes},
};

}  // namespace

std::span<const LayerEntry> image_size_layers() { return kLayers; }

}  // namespace nnsummary
