#include "render/styles.h"

#include <algorithm>

namespace nnsummary {
namespace {

using enum RowRule;
using enum SequenceRule;
using enum TotalsForm;
using enum CountedWeights;
using Form = ConnectionForm;

constexpr std::array<double, 4> kFirst = {35, 55, 67, 100};
constexpr std::array<double, 4> kThirds = {0.33, 0.55, 0.67, 1.0};
constexpr std::array<double, 4> kLast = {0.3, 0.6, 0.7, 1.0};

// clang-format off
constexpr Style kStyles[] = {
    // name       last Keras, tf.keras  titled rows     sequence connections   totals         counted   listed options
    {"keras1.0",   10003,     0, false, Touching, Never,  Form::Lines, TrainableRows,   Trainable, false, false, 100, kFirst},
    {"keras1.0.4", 10100,     0, false, Touching, Never,  Form::Lines, TrainableRows,   Trained,   false, false, 100, kThirds},
    {"keras1.1.1", 10101,     0, false, Touching, Never,  Form::Lines, TrainableLayers, Trained,   false, false, 100, kThirds},
    {"keras1.1.2", 10102,     0, false, Spaced,   Never,  Form::Lines, TrainableLayers, Trained,   false, false, 100, kThirds},
    {"keras1.2",   19999,     0, false, Spaced,   Never,  Form::Lines, Grouped,         All,       false, false, 100, kThirds},
    {"keras2.0",   20002,     0, false, Spaced,   Depths, Form::Empty, Floats,          All,       false, false, 100, kThirds},
    {"keras2.0.3", 20003,     0, false, Spaced,   Depths, Form::Empty, Grouped,         All,       false, false, 100, kThirds},
    {"keras2.0.4", 20008,     0, false, Spaced,   Merges, Form::Lines, Grouped,         All,       false, false, 100, kThirds},
    {"keras2.0.9", 20204, 20106, false, Spaced,   Shared, Form::Lines, Grouped,         All,       false, false,  98, kThirds},
    {"keras2.2.5", 20399,     0, true,  Spaced,   Shared, Form::Lines, Grouped,         All,       false, false,  98, kThirds},
    {"tf2.0",      20699, 20699, true,  Spaced,   Shared, Form::Lines, Grouped,         All,       true,  false,  98, kThirds},
    {"tf2.7",      21299, 21299, true,  Wrapped,  Shared, Form::List,  Grouped,         All,       true,  true,   98, kThirds},
    {"tf2.13",     29999, 29999, true,  Aligned,  Shared, Form::List,  Sized,           All,       true,  true,   98, kLast},
    {"tfjs",           0,     0, false, Spaced,   Shared, Form::Lines, Grouped,         All,       false, false, 115, kThirds, true},
};
// clang-format on

struct Alias {
  std::string_view name;
  std::string_view style;
};
constexpr Alias kAliases[] = {{"keras1", "keras1.2"}, {"keras2", "tf2.13"}};

}  // namespace

std::span<const Style> styles() { return kStyles; }

const Style* find_style(std::string_view name) {
  for (const Alias& alias : kAliases) {
    if (name == alias.name) name = alias.style;
  }
  const auto found =
      std::find_if(std::begin(kStyles), std::end(kStyles), [name](const Style& style) { return style.name == name; });
  return found == std::end(kStyles) ? nullptr : found;
}

const Style* style_of(const Origin& origin) {
  const auto found = std::find_if(std::begin(kStyles), std::end(kStyles), [&origin](const Style& style) {
    if (origin.tfjs || style.javascript) return origin.tfjs && style.javascript;
    return origin.version <= (origin.tensorflow ? style.last_tensorflow : style.last_keras);
  });
  const bool keras3 = origin.version == 0 && !origin.tfjs;
  return keras3 || found == std::end(kStyles) ? nullptr : found;
}

}  // namespace nnsummary
