// The concise spec: a model as a person writes it. What a spec means is brought into the form that Keras 3 writes,
// which spec/keras3.cpp reads; the README of specs/ describes the language.
#pragma once

#include "document/report.h"

namespace nnsummary {

// A person's spec, or what may have been meant as one: no file of Keras's.
bool is_concise(const Value& root);

// The model as Keras 3 writes it. All that is wrong is reported, and what can be made of the rest is; throws ModelError
// where that is nothing.
const Value& read_concise(Document& document, Report& report);

}  // namespace nnsummary
