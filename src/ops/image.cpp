// Operations on an image or a batch of images.
#include <fmt/format.h>

#include "ops/families.h"
#include "ops/windows.h"

namespace nnsummary {
namespace {

Tensor images_of(const Call& call, std::string_view argument = "images") {
  Tensor images = tensor_of(call, argument);
  if (images.shape.rank() != 3 && images.shape.rank() != 4) {
    call.fail(
        fmt::format("expected an image of 3 axes, or a batch of them, found the shape {}", to_text(images.shape)));
  }
  channels_last(call);  // checks the format, which not every operation reads
  return images;
}

int channel_axis(const Call& call) { return channels_last(call) ? -1 : -3; }
int height_axis(const Call& call) { return channels_last(call) ? -3 : -2; }

void same_images(Call& call) {
  const Tensor images = images_of(call);
  returns(call, images.shape, images.dtype);
}

void grayscale(Call& call) {
  const Tensor images = images_of(call);
  const Dim channels = images.shape[channel_axis(call)];
  if (channels.known() && !(channels == Dim(1)) && !(channels == Dim(3))) {
    call.fail("expected 1 channel or 3, found the shape " + to_text(images.shape));
  }
  returns(call, images.shape.with(channel_axis(call), 1), images.dtype);
}

void convert_colors(Call& call) {
  const Tensor images = images_of(call);
  const Dim channels = images.shape[channel_axis(call)];
  if (channels.known() && !(channels == Dim(3))) {
    call.fail("expected 3 channels, found the shape " + to_text(images.shape));
  }
  if (!is_floating(images.dtype)) {
    call.fail(fmt::format("expected images of a floating type, found '{}'", to_text(images.dtype)));
  }
  returns(call, images.shape, images.dtype);
}

void resize(Call& call) {
  const Tensor images = images_of(call);
  const Integers size = integers_of(call, "size");
  if (size.size() < 2) call.fail("argument 'size': expected a height and a width");
  const int height = height_axis(call);
  returns(call, images.shape.with(height, size[0]).with(height + 1, size[1]), images.dtype);
}

// The amounts added to or cut from both ends of an axis. Two of the three are given, and the third follows.
struct Margins {
  std::string_view before;
  std::string_view after;
  std::string_view target;
};

struct Amounts {
  std::optional<Integer> before;
  std::optional<Integer> after;
  std::optional<Integer> target;
};

Amounts amounts_of(const Call& call, const Margins& names) {
  int count = 0;
  const auto amount = [&](std::string_view name) -> std::optional<Integer> {
    if (!given(call, name)) return std::nullopt;
    ++count;
    const Integer value = integer_of(call, name);
    if (value < 0) call.fail(fmt::format("argument '{}': expected no negative amount, found {}", name, value));
    return value;
  };
  const Amounts result{amount(names.before), amount(names.after), amount(names.target)};
  if (count != 2) {
    call.fail(fmt::format("expected two of the arguments '{}', '{}' and '{}', found {}", names.before, names.after,
                          names.target, count));
  }
  return result;
}

Dim padded(const Call& call, Dim size, const Margins& names) {
  const Amounts amounts = amounts_of(call, names);
  if (!amounts.target) return size + *amounts.before + *amounts.after;
  const Integer side = amounts.before.value_or(0) + amounts.after.value_or(0);
  if (size.known() && *amounts.target < size.value() + side) {
    call.fail(fmt::format("argument '{}': expected {} or more, found {}", names.target, size.value() + side,
                          *amounts.target));
  }
  return *amounts.target;
}

Dim cropped(const Call& call, Dim size, const Margins& names) {
  const Amounts amounts = amounts_of(call, names);
  if (!amounts.target) {
    if (!size.known()) call.fail(fmt::format("expected the argument '{}', as the size isn't known", names.target));
    return size - *amounts.before - *amounts.after;
  }
  const Integer side = amounts.before.value_or(0) + amounts.after.value_or(0);
  if (size.known() && *amounts.target + side > size.value()) {
    call.fail(fmt::format("argument '{}': expected {} or less, found {}", names.target, size.value() - side,
                          *amounts.target));
  }
  return *amounts.target;
}

using Margin = Dim (*)(const Call&, Dim, const Margins&);

void change_margins(Call& call, Margin margin, const Margins& vertical, const Margins& horizontal) {
  const Tensor images = images_of(call);
  const int height = height_axis(call);
  const Dim rows = margin(call, images.shape[height], vertical);
  const Dim columns = margin(call, images.shape[height + 1], horizontal);
  returns(call, images.shape.with(height, rows).with(height + 1, columns), images.dtype);
}

void pad_images(Call& call) {
  change_margins(call, padded, {"top_padding", "bottom_padding", "target_height"},
                 {"left_padding", "right_padding", "target_width"});
}

void crop_images(Call& call) {
  change_margins(call, cropped, {"top_cropping", "bottom_cropping", "target_height"},
                 {"left_cropping", "right_cropping", "target_width"});
}

// Extracts windows of an image as channels, by a convolution with a fixed kernel.
void extract_patches(Call& call) {
  const Tensor images = tensor_of(call, "images");
  const size_t axes_of_patch = integers_of(call, "size").size() == 3 ? 3 : 2;
  const Integers size = integers_of(call, "size", axes_of_patch);
  const SpatialAxes axes{static_cast<int>(size.size()), channels_last(call)};
  const bool is_batch = images.shape.rank() != axes.rank + 1;
  const Shape batch = is_batch ? images.shape : images.shape.inserted(0, 1);
  if (batch.rank() != axes.rank + 2) {
    call.fail(fmt::format("expected images of {} axes, or a batch of them, found the shape {}", axes.rank + 1,
                          to_text(images.shape)));
  }
  const Shape window = as_shape(size);
  const Dim channels = batch[axes.channels()];
  if (!channels.known()) call.fail("expected a known number of channels, found the shape " + to_text(images.shape));
  const Shape positions = convolved(call, axes.of(batch), window, strides_of(call, axes.rank, window));
  const Shape patches = axes.with(batch, positions, window.product() * channels);
  returns(call, is_batch ? patches : patches.without(0), images.dtype);
}

void affine_transform(Call& call) {
  const Tensor images = images_of(call);
  const Shape transform = shape_of(call, "transform");
  if (transform.rank() != 1 && transform.rank() != 2) {
    call.fail("expected a transform of 1 axis, or a batch of them, found the shape " + to_text(transform));
  }
  returns(call, images.shape, images.dtype);
}

void check_points(const Call& call, const Shape& points) {
  const bool fits = (points.rank() == 2 || points.rank() == 3) && points[-2] == Dim(4) && points[-1] == Dim(2);
  if (!fits) call.fail("expected the 4 corners of an image, (4, 2), or a batch of them, found " + to_text(points));
}

void perspective_transform(Call& call) {
  const Tensor images = images_of(call);
  const Shape from = shape_of(call, "start_points");
  const Shape to = shape_of(call, "end_points");
  check_points(call, from);
  check_points(call, to);
  if (!(from == to)) {
    call.fail(
        fmt::format("expected equally many corners before and after, found {} and {}", to_text(from), to_text(to)));
  }
  returns(call, images.shape, images.dtype);
}

void map_coordinates(Call& call) {
  const Tensor inputs = tensor_of(call, "inputs");
  const Shape coordinates = shape_of(call, "coordinates");
  if (coordinates.rank() < 2 || !(coordinates.first() == Dim(inputs.shape.rank()))) {
    call.fail(fmt::format("expected coordinates for each of {} axes, found the shape {}", inputs.shape.rank(),
                          to_text(coordinates)));
  }
  returns(call, coordinates.without(0), inputs.dtype);
}

void scale_and_translate(Call& call) { returns(call, sizes_of(call, "output_shape"), tensor_of(call, "images").dtype); }

// Returns the differences of neighbours along both axes.
void sobel_edges(Call& call) {
  const Tensor images = images_of(call);
  if (images.shape.rank() != 4) call.fail("expected a batch of images, found the shape " + to_text(images.shape));
  returns(call, joined(images.shape, Shape{2}), images.dtype);
}

void ssim(Call& call) {
  const Shape first = images_of(call, "image1").shape;
  images_of(call, "image2");
  returns(call, first.rank() == 3 ? Shape() : Shape{first.first()});
}

constexpr OpEntry kOps[] = {
    {"GaussianBlur", "image", "image.gaussian_blur", "images :kernel_size :sigma :data_format", same_images},
    {"ElasticTransform", "image", "image.elastic_transform",
     "images :alpha :sigma :interpolation :fill_mode :fill_value :seed :data_format", same_images},
    {"RGBToGrayscale", "image", "image.rgb_to_grayscale", "images :data_format", grayscale},
    {"RGBToHSV", "image", "image.rgb_to_hsv", "images :data_format", convert_colors},
    {"HSVToRGB", "image", "image.hsv_to_rgb", "images :data_format", convert_colors},
    {"Resize", "image", "image.resize",
     "images :size :interpolation :antialias :crop_to_aspect_ratio :pad_to_aspect_ratio :fill_mode :fill_value "
     ":data_format",
     resize},
    {"PadImages", "image", "image.pad_images",
     "images :top_padding :left_padding :bottom_padding :right_padding :target_height :target_width :data_format",
     pad_images},
    {"CropImages", "image", "image.crop_images",
     "images :top_cropping :left_cropping :bottom_cropping :right_cropping :target_height :target_width :data_format",
     crop_images},
    {"ExtractPatches", "image", "image.extract_patches", "images :size :strides :dilation_rate :padding :data_format",
     extract_patches},
    {"AffineTransform", "image", "image.affine_transform",
     "images transform :interpolation :fill_mode :fill_value :data_format", affine_transform},
    {"PerspectiveTransform", "image", "image.perspective_transform",
     "images start_points end_points :interpolation :fill_value :data_format", perspective_transform},
    {"MapCoordinates", "image", "image.map_coordinates", "inputs coordinates :order :fill_mode :fill_value",
     map_coordinates},
    {"ScaleAndTranslate", "image", "image.scale_and_translate",
     "images output_shape scale translation :spatial_dims :method :antialias", scale_and_translate},
    {"SobelEdges", "image", "image.sobel_edges", "images :data_format", sobel_edges},
    {"SSIM", "image", "image.ssim", "image1 image2 :max_val :filter_size :filter_sigma :k1 :k2 :data_format", ssim},
};

}  // namespace

std::span<const OpEntry> image_ops() { return kOps; }

}  // namespace nnsummary
