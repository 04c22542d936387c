#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "layers/common_args.h"
#include "layers/families.h"

namespace nnsummary {
namespace {

constexpr Arg stft_args[] = {
    {"mode", Kind::String, "log", one_of("log|magnitude|psd|real|imag|angle|stft"), "form of the output"},
    {"frame_length", Kind::Dim, 256, {}, "samples per frame"},
    {"frame_step", Kind::Int, nullptr, at_least(1), "samples between frames; null for half a frame"},
    {"fft_length", Kind::Int, nullptr, at_least(1), "points of the Fourier transform; null for the next power of two"},
    {"window", Kind::Any, "hann", {}, "name of the window, or its values"},
    {"periodic", Kind::Bool, false, {}, "whether the window is periodic"},
    {"scaling", Kind::String, "density", {.options = "density|spectrum", .nullable = true}, "scaling of the window"},
    {"padding", Kind::String, "valid", one_of("valid|same"), "'valid' for no padding, 'same' to pad for the frames"},
    {"expand_dims", Kind::Bool, false, {}, "whether frequencies get an axis separate from the channels"},
    arg::data_format,
};

constexpr Arg mel_args[] = {
    {"fft_length", Kind::Int, 2048, {}, "points of the Fourier transform"},
    {"sequence_stride", Kind::Int, 512, at_least(0), "samples between frames"},
    {"sequence_length", Kind::Int, nullptr, {}, "samples per frame; null for 'fft_length'"},
    {"window", Kind::Any, "hann", {}, "name of the window"},
    {"sampling_rate", Kind::Float, 16000, {}, "samples per second"},
    {"num_mel_bins", Kind::Int, 128, at_least(0), "number of mel bands"},
    {"min_freq", Kind::Float, 20.0, {}, "lowest frequency"},
    {"max_freq", Kind::Float, nullptr, {}, "highest frequency; null for half the sampling rate"},
    {"power_to_db", Kind::Bool, true, {}, "whether to convert the output to decibels"},
    {"top_db", Kind::Float, 80.0, {}, "range of the output in decibels"},
    {"mag_exp", Kind::Float, 2.0, {}, "exponent of the magnitudes, 1 for energy, 2 for power"},
    {"min_power", Kind::Float, 1e-10, {}, "smallest power"},
    {"ref_power", Kind::Float, 1.0, {}, "power that corresponds to 0 decibels"},
};

// Names of windows that take no parameters in scipy.signal.get_window.
constexpr std::string_view kWindows[] = {
    "barthann",       "brthan",      "bth",       "bartlett", "bart",    "brt",         "blackman",
    "black",          "blk",         "blackharr", "bkh",      "bohman",  "bman",        "bmn",
    "blackmanharris", "boxcar",      "box",       "ones",     "rect",    "rectangular", "cosine",
    "halfcosine",     "exponential", "poisson",   "flattop",  "flat",    "flt",         "hamming",
    "hamm",           "ham",         "hann",      "han",      "lanczos", "sinc",        "nuttall",
    "nutl",           "nut",         "parzen",    "parz",     "par",     "taylor",      "taylorwin",
    "triangle",       "triang",      "tri",       "tukey",    "tuk",
};

bool is_window(std::string_view name) {
  for (const std::string_view suffix : {"_symmetric", "_periodic"}) {
    if (!name.ends_with(suffix)) continue;
    name.remove_suffix(suffix.size());
    break;
  }
  return std::find(std::begin(kWindows), std::end(kWindows), name) != std::end(kWindows);
}

void check_stft(const Arguments& args) {
  const Integer frame = args.integer("frame_length");
  if (!args.is_null("frame_step") && args.integer("frame_step") > frame) {
    args.fail("frame_step", fmt::format("at most 'frame_length', which is {}", frame));
  }
  if (!args.is_null("fft_length") && args.integer("fft_length") < frame) {
    args.fail("fft_length", fmt::format("at least 'frame_length', which is {}", frame));
  }
  const Value* window = args.find("window");
  if (window && window->is_string() && !is_window(window->string())) {
    args.fail("window", "the name of a window without parameters, such as 'hann' or 'hamming'");
  }
  if (window && window->is_list() && window->items().size() != static_cast<size_t>(frame.get())) {
    args.fail("window", fmt::format("a list of {} values, the 'frame_length'", frame));
  }
}

Dim fft_length(const Call& call) {
  if (!call.is_null("fft_length")) return call.dim("fft_length");
  const Integer frame = call.integer("frame_length");
  constexpr Integer kMost = int64_t{1} << 62;
  if (frame > kMost) call.fail(fmt::format("expected 'frame_length' to be {} or less, found {}", kMost, frame));
  return call.named(static_cast<int64_t>(std::bit_ceil(static_cast<uint64_t>(frame.get()))), "fft length");
}

Integer frame_step(const Call& call) {
  const Integer half = call.integer("frame_length") / 2;
  const Integer step = call.is_null("frame_step") ? half : call.integer("frame_step");
  if (step == 0) call.fail("expected 'frame_step' to be given where 'frame_length' is 1");
  return step;
}

// Keras does this by two convolutions with fixed kernels; some modes need only one of them.
void stft_spectrogram(Call& call) {
  const SpatialAxes axes = spatial_axes(call, 1);
  const Shape in = call.input({.rank = 3});
  const Dim channels = in[axes.channels()];
  if (!channels.known()) call.fail("expected the number of channels to be known, found the shape " + to_text(in));
  const std::string_view mode = call.string("mode");
  const Dim frame = call.dim("frame_length");
  const Dim bands = fft_length(call) / 2 + 1;
  const Shape frames = window_positions(call, axes.of(in), {frame}, {frame_step(call)}, {1}, call.string("padding"));
  if (mode != "imag") call.weight("real_kernel", {frame, 1, bands});
  if (mode != "real") call.weight("imag_kernel", {frame, 1, bands});
  const Dim values = (mode == "stft" ? bands * 2 : bands).plain();
  if (!call.flag("expand_dims")) return call.output(axes.with(in, frames, values * channels));
  call.output(axes.channels_last ? Shape{in.first(), frames[0], values, channels}
                                 : Shape{in.first(), channels, frames[0], values});
}

void check_mel(const Arguments& args) {
  if (args.is_null("sequence_length")) return;
  if (const Integer points = args.integer("fft_length"); args.integer("sequence_length") > points) {
    args.fail("sequence_length", fmt::format("at most 'fft_length', which is {}", points));
  }
}

// Keras uses only the first two axes of the input.
void mel_spectrogram(Call& call) {
  const Shape in = call.input({.min_rank = 1});
  const Dim stride = call.integer("sequence_stride");
  const Dim bands = call.integer("num_mel_bins");
  const auto frames = [&](Dim samples) {
    if (samples.known() && stride == Dim(0)) call.fail("expected 'sequence_stride' to be at least 1, found 0");
    return (samples + stride + 1) / stride;
  };
  call.output(in.rank() == 1 ? Shape{bands, frames(in[0])} : Shape{in[0], bands, frames(in[1])});
}

constexpr LayerEntry kLayers[] = {
    {"STFTSpectrogram", "keras.layers", Family::Preprocessing,
     "the spectrogram of audio, by a short-time Fourier transform", stft_args, one_input, stft_spectrogram, check_stft},
    {"MelSpectrogram", "keras.layers", Family::Preprocessing, "the mel spectrogram of audio", mel_args, one_input,
     mel_spectrogram, check_mel},
};

}  // namespace

std::span<const LayerEntry> audio_layers() { return kLayers; }

}  // namespace nnsummary
