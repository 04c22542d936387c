#include "styles/style.h"

#include <algorithm>
#include <climits>

namespace nnsummary {
namespace {

using enum RowRule;
using enum SequenceRule;
using enum TotalsForm;
using enum CountedWeights;
using Form = ConnectionForm;

constexpr TableKind kRows = TableKind::Rows;

constexpr std::array<double, 4> kFirst = {35, 55, 67, 100};
constexpr std::array<double, 4> kThirds = {0.33, 0.55, 0.67, 1.0};
constexpr std::array<double, 4> kLast = {0.3, 0.6, 0.7, 1.0};

constexpr std::string_view k209 = "Keras 2.0.9 to 2.2.4, TensorFlow 1.4 to 1.13";
constexpr std::string_view kTf20 = "TensorFlow 1.14 to 2.6";

// clang-format off
constexpr Style kStyles[] = {
    // name, versions                                                 table,  last Keras, tf.keras
    //   has_title rows      sequence connections  totals           counted   input  own    listed options
    {"keras1.0",   "Keras 1.0.0 to 1.0.3",                            kRows, 10003,     0,
         false, Touching, Never,  Form::Lines, TrainableRows,   Declared, false, true,  false, false, 100, kFirst},
    {"keras1.0.4", "Keras 1.0.4 to 1.1.0",                            kRows, 10100,     0,
         false, Touching, Never,  Form::Lines, TrainableRows,   Trained,  false, true,  false, false, 100, kThirds},
    {"keras1.1.1", "Keras 1.1.1",                                     kRows, 10101,     0,
         false, Touching, Never,  Form::Lines, TrainableLayers, Trained,  false, true,  false, false, 100, kThirds},
    {"keras1.1.2", "Keras 1.1.2",                                     kRows, 10102,     0,
         false, Spaced,   Never,  Form::Lines, TrainableLayers, Trained,  false, true,  false, false, 100, kThirds},
    {"keras1.2",   "Keras 1.2",                                       kRows, 19999,     0,
         false, Spaced,   Never,  Form::Lines, Grouped,         All,      false, true,  false, false, 100, kThirds},
    {"keras2.0",   "Keras 2.0.0 to 2.0.2",                            kRows, 20002,     0,
         false, Spaced,   Depths, Form::Empty, Floats,          All,      true,  true,  false, false, 100, kThirds},
    {"keras2.0.3", "Keras 2.0.3",                                     kRows, 20003,     0,
         false, Spaced,   Depths, Form::Empty, Grouped,         All,      true,  true,  false, false, 100, kThirds},
    {"keras2.0.4", "Keras 2.0.4 to 2.0.8",                            kRows, 20008,     0,
         false, Spaced,   Merges, Form::Lines, Grouped,         All,      true,  true,  false, false, 100, kThirds},
    {"keras2.0.9", k209,                                              kRows, 20199, 20106,
         false, Spaced,   Shared, Form::Lines, Grouped,         All,      true,  true,  false, false,  98, kThirds},
    {"keras2.0.9", k209,                                              kRows, 20204,     0,
         false, Spaced,   Shared, Form::Lines, Grouped,         All,      false, true,  false, false,  98, kThirds},
    {"keras2.2.5", "Keras 2.2.5 to 2.3",                              kRows, 20399,     0,
         true,  Spaced,   Shared, Form::Lines, Grouped,         All,      false, true,  false, false,  98, kThirds},
    {"tf2.0",      kTf20,                                             kRows, 20399, 20399,
         true,  Spaced,   Shared, Form::Lines, Grouped,         All,      false, true,  true,  false,  98, kThirds},
    {"tf2.0",      kTf20,                                             kRows, 20699, 20699,
         true,  Spaced,   Shared, Form::Lines, Grouped,         All,      false, false, true,  false,  98, kThirds},
    {"tf2.7",      "TensorFlow and Keras 2.7 to 2.12",                kRows, 21299, 21299,
         true,  Wrapped,  Shared, Form::List,  Grouped,         All,      false, false, true,  true,   98, kThirds},
    {"tf2.13",     "TensorFlow and Keras 2.13 to 2.15, tf_keras",     kRows, 29999, 29999,
         true,  Aligned,  Shared, Form::List,  Sized,           All,      false, false, true,  true,   98, kLast},
    {"tfjs",       "TensorFlow.js, tfjs-layers 4.22", TableKind::TensorFlowJs,   0,     0,
         false, Spaced,   Shared, Form::Lines, Grouped,         All,      true,  true,  false, false, 115, kThirds},
    {"keras3",     "Keras 3",                         TableKind::Keras3,   INT_MAX, INT_MAX,
         true,  Aligned,  Shared, Form::List,  Sized,           All,      false, false, false, true,  108, kLast},
};
// clang-format on

struct Alias {
  std::string_view name;
  std::string_view style;
};
constexpr Alias kAliases[] = {{"keras1", "keras1.2"}, {"keras2", "tf2.13"}};

}  // namespace

Extras Style::extras() const { return {.weights = table == TableKind::Rows, .calls = table != TableKind::Keras3}; }

std::span<const Style> style_table() { return kStyles; }

const Style* find_style(std::string_view name) {
  for (const Alias& alias : kAliases) {
    if (name == alias.name) name = alias.style;
  }
  const auto found =
      std::find_if(std::rbegin(kStyles), std::rend(kStyles), [name](const Style& style) { return style.name == name; });
  return found == std::rend(kStyles) ? nullptr : &*found;
}

const Style& style_row_of(const KerasVersion& keras) {
  return *std::find_if(std::begin(kStyles), std::end(kStyles), [&keras](const Style& style) {
    const bool javascript = style.table == TableKind::TensorFlowJs;
    if (keras.tfjs || javascript) return keras.tfjs && javascript;
    return keras.number <= (keras.tensorflow ? style.last_tensorflow : style.last_keras);
  });
}

}  // namespace nnsummary
