#include "nnsummary/summary.h"

namespace nnsummary {

bool Extras::includes(const Extras& other) const { return (*this | other) == *this; }

Extras operator|(const Extras& a, const Extras& b) {
  Extras result;
  result.formulas = a.formulas || b.formulas;
  result.weights = a.weights || b.weights || result.formulas;
  result.arguments = a.arguments || b.arguments;
  result.calls = a.calls || b.calls;
  result.macs = a.macs || b.macs;
  return result;
}

Count bytes_of(Count bits) { return (bits + Count(7)).divided_by(8); }

}  // namespace nnsummary
