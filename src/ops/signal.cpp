// Fourier transforms of pairs of a real and an imaginary part, and frames of sequences.
#include <fmt/format.h>

#include "ops/families.h"
#include "ops/rules.h"

namespace nnsummary {
namespace {

void check_rank(const Call& call, const Shape& shape, int least) {
  if (shape.rank() >= least) return;
  call.fail(fmt::format("expected an input of rank {} or more, found the shape {}", least, to_text(shape)));
}

// Returns the shape of a real part and an imaginary part, which must be equal.
Shape complex_input(const Call& call, int least_rank) {
  const std::vector<Tensor> parts = tensors_of(call, "x");
  if (parts.size() != 2)
    call.fail(fmt::format("expected a real and an imaginary part, found {} tensors", parts.size()));
  const Shape& real = parts[0].shape;
  if (!(real == parts[1].shape)) {
    call.fail(fmt::format("expected a real and an imaginary part of one shape, found {} and {}", to_text(real),
                          to_text(parts[1].shape)));
  }
  check_rank(call, real, least_rank);
  return real;
}

template <int axes>
void fourier(Call& call) {
  const Shape x = complex_input(call, axes);
  if (!x.slice(x.rank() - axes, x.rank()).fully_known()) {
    call.fail("expected known sizes along the axes that are transformed, found the shape " + to_text(x));
  }
  returns_all(call, {x, x});
}

// Returns the given length, or one computed from the last axis.
Dim length_or(const Call& call, std::string_view argument, Dim otherwise) {
  return given(call, argument) ? Dim(integer_of(call, argument)) : otherwise;
}

void rfft(Call& call) {
  const Shape x = shape_of(call, "x");
  check_rank(call, x, 1);
  const Shape result = x.with_last(length_or(call, "fft_length", x.last()) / 2 + 1);
  returns_all(call, {result, result});
}

void irfft(Call& call) {
  const Shape x = complex_input(call, 1);
  returns(call, x.with_last(length_or(call, "fft_length", Dim(2) * (x.last() - 1))));
}

Integer stride_of(const Call& call) {
  const Integer stride = integer_of(call, "sequence_stride");
  if (stride == 0) call.fail("expected 'sequence_stride' not to be 0");
  return stride;
}

// Returns the number of windows of a length along the last axis.
Shape windows(const Call& call, const Shape& x, Dim length, Integer window, Integer last) {
  const Dim count = (length - window) / stride_of(call) + 1;
  return joined(x.slice(0, x.rank() - 1), Shape{count, last});
}

void extract_sequences(Call& call) {
  const Shape x = shape_of(call, "x");
  check_rank(call, x, 1);
  const Integer length = integer_of(call, "sequence_length");
  returns(call, windows(call, x, x.last(), length, length));
}

// Returns the padding that centering the windows adds at both ends.
Integer centering(const Call& call, Integer fft_length) {
  return flag_of(call, "center", true) ? fft_length / 2 * 2 : 0;
}

void stft(Call& call) {
  const Shape x = shape_of(call, "x");
  check_rank(call, x, 1);
  const Integer window = integer_of(call, "fft_length");
  const Shape result = windows(call, x, x.last() + centering(call, window), window, window / 2 + 1);
  returns_all(call, {result, result});
}

void istft(Call& call) {
  const Shape x = complex_input(call, 2);
  const Integer window = integer_of(call, "fft_length");
  const Dim size = (x[-2] - 1) * stride_of(call) + window - centering(call, window);
  returns(call, joined(x.slice(0, x.rank() - 2), Shape{length_or(call, "length", size)}));
}

constexpr OpEntry kOps[] = {
    {"FFT", "math", "fft", "x", fourier<1>},
    {"FFT2", "math", "fft2", "x", fourier<2>},
    {"IFFT2", "math", "ifft2", "x", fourier<2>},
    {"RFFT", "math", "rfft", "x :fft_length", rfft},
    {"IRFFT", "math", "irfft", "x :fft_length", irfft},
    {"STFT", "math", "stft", "x :sequence_length :sequence_stride :fft_length :window :center", stft},
    {"ISTFT", "math", "istft", "x :sequence_length :sequence_stride :fft_length :length :window :center", istft},
    {"ExtractSequences", "math", "extract_sequences", "x :sequence_length :sequence_stride", extract_sequences},
};

}  // namespace

std::span<const OpEntry> signal_ops() { return kOps; }

}  // namespace nnsummary
