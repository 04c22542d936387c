// Operations that a string describes axis by axis: einsum and rearrange.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "ops/families.h"
#include "ops/rules.h"

namespace nnsummary {
namespace {

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> result;
  for (size_t end; (end = text.find(separator)) != std::string_view::npos;) {
    result.push_back(text.substr(0, end));
    text.remove_prefix(end + separator.size());
  }
  result.push_back(text);
  return result;
}

// The axes of an operand or of the result: one letter each, and an ellipsis for unnamed axes between them.
struct Axes {
  std::string left;
  std::string right;
  bool wildcard = false;
};

Axes parse_axes(std::string_view text) {
  const size_t dots = text.find("...");
  if (dots == std::string_view::npos) return {std::string(text), {}, false};
  return {std::string(text.substr(0, dots)), std::string(text.substr(dots + 3)), true};
}

// An operand with the sizes of its letters. The first counts where a letter occurs twice.
struct Operand {
  Operand(const Call& call, std::string_view text, const Shape& shape);
  const Dim* find(char letter) const {
    const auto found = sizes.find(letter);
    return found == sizes.end() ? nullptr : &found->second;
  }

  bool wildcard;
  Shape unnamed;
  std::string letters;  // in the order of the axes from the left, and then of those from the right
  std::map<char, Dim> sizes;

 private:
  void add(char letter, Dim size) {
    if (sizes.emplace(letter, size).second) letters += letter;
  }
};

Operand::Operand(const Call& call, std::string_view text, const Shape& shape) {
  const Axes axes = parse_axes(text);
  wildcard = axes.wildcard;
  const int left = static_cast<int>(axes.left.size());
  const int right = static_cast<int>(axes.right.size());
  const bool fits = wildcard ? left <= shape.rank() && right <= shape.rank() : left == shape.rank();
  if (!fits) call.fail(fmt::format("expected an operand with the axes '{}', found the shape {}", text, to_text(shape)));
  for (int i = 0; i < left; ++i) add(axes.left[static_cast<size_t>(i)], shape[i]);
  for (int i = 1; i <= right; ++i) add(axes.right[static_cast<size_t>(right - i)], shape[-i]);
  if (wildcard) unnamed = shape.slice(left, std::max(left, shape.rank() - right));
}

// Returns the letters of the result where the string doesn't give them: those that occur once, sorted.
Axes implied_result(std::string_view operands) {
  std::map<char, int> times;
  for (const char letter : operands) {
    const bool is_letter = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    if (is_letter) ++times[letter];
  }
  Axes result{{}, {}, true};
  for (const auto& [letter, count] : times) {
    if (count == 1) result.right += letter;
  }
  return result;
}

// Returns an operand's sizes in the order of the result, with 1 for letters that it doesn't have.
Shape arranged(const Call& call, const Operand& operand, const Axes& result) {
  Shape shape;
  const auto append = [&](const std::string& letters) {
    for (const char letter : letters) {
      if (letter == ' ') continue;
      const Dim* size = operand.find(letter);
      // Only lower-case letters may name an axis that an operand doesn't have.
      if (!size && (letter < 'a' || letter > 'z')) {
        call.fail(fmt::format("expected '{}' of the result to be an axis of every operand", letter));
      }
      shape.append(size ? *size : Dim(1));
    }
  };
  append(result.left);
  if (result.wildcard) shape = joined(shape, operand.unnamed);
  append(result.right);
  return shape;
}

// Multiplies the sizes of all letters, each counted once, and of the unnamed axes.
Dim products(const Call& call, const Operand& a, const Operand& b) {
  Dim result = broadcast(call, a.unnamed, b.unnamed).product();
  std::string counted;
  for (const Operand* operand : {&a, &b}) {
    for (const char letter : operand->letters) {
      if (counted.find(letter) != std::string::npos) continue;
      counted += letter;
      const Dim size = *operand->find(letter);
      const Dim* other = b.find(letter);
      result = result * (other && (size.none() || size == Dim(1)) ? *other : size);
    }
  }
  return result;
}

// The rule is from Einsum.compute_output_spec in keras/src/ops/numpy.py.
void einsum(Call& call) {
  const std::string_view subscripts = string_of(call, "subscripts", "");
  const std::vector<std::string_view> sides = split(subscripts, "->");
  if (sides.size() > 2) call.fail(fmt::format("expected one '->' at most, found '{}'", subscripts));
  const std::vector<std::string_view> texts = split(sides[0], ",");
  const std::vector<Tensor> tensors = tensors_of(call, "operands");
  if (texts.size() != tensors.size()) {
    call.fail(fmt::format("'{}' describes {} operands, and is called on {}", subscripts, texts.size(), tensors.size()));
  }
  const Axes wanted = sides.size() == 2 ? parse_axes(sides[1]) : implied_result(sides[0]);
  std::vector<Operand> operands;
  Shape result;
  for (size_t i = 0; i < texts.size(); ++i) {
    operands.emplace_back(call, texts[i], tensors[i].shape);
    const Shape shape = arranged(call, operands.back(), wanted);
    result = i == 0 ? shape : broadcast(call, result, shape);
  }
  // The cost of three operands depends on the order of the products; one operand isn't multiplied.
  if (operands.size() == 2) call.macs({products(call, operands[0], operands[1])});
  returns(call, result);
}

// Parses "b (h w) c" to [[b], [h, w], [c]].
std::vector<std::vector<std::string>> parse_groups(std::string_view text) {
  std::vector<std::vector<std::string>> result;
  bool grouped = false;
  std::string name;
  const auto end_name = [&] {
    if (name.empty()) return;
    if (!grouped) result.emplace_back();
    result.back().push_back(name);
    name.clear();
  };
  for (const char c : text) {
    const bool is_word = c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (is_word) {
      name += c;
      continue;
    }
    end_name();
    if (c == '(') result.emplace_back();
    if (c == '(' || c == ')') grouped = c == '(';
  }
  end_name();
  return result;
}

struct NamedSizes {
  const Call& call;
  std::unordered_map<std::string, Integer> sizes;  // the last one counts where a name occurs twice

  std::optional<Integer> find(const std::string& name) const {
    const auto found = sizes.find(name);
    return found == sizes.end() ? std::nullopt : std::optional(found->second);
  }
  // Splits the size of a group into those of its axes: at most one of them isn't an argument of the call.
  void add(const std::vector<std::string>& group, Integer size);
};

void NamedSizes::add(const std::vector<std::string>& group, Integer size) {
  if (group.size() == 1) return sizes.insert_or_assign(group.front(), size), void();
  Integer known = 1;
  const std::string* inferred = nullptr;
  for (const std::string& name : group) {
    if (given(call, name)) {
      const Integer length = integer_of(call, name);
      sizes.insert_or_assign(name, length);
      known = known * length;
    } else if (inferred) {
      call.fail(fmt::format("expected a length for '{}' or '{}', which are one axis of the input", *inferred, name));
    } else {
      inferred = &name;
    }
  }
  if (inferred && known != 0) sizes.insert_or_assign(*inferred, size / known);
}

// The rule is from Rearrange.compute_output_spec in keras/src/ops/einops.py, which takes no input of unknown size.
void rearrange(Call& call) {
  const std::string_view pattern = string_of(call, "pattern", "");
  const std::vector<std::string_view> sides = split(pattern, "->");
  const Shape tensor = shape_of(call, "tensor");
  if (sides.size() != 2) call.fail(fmt::format("expected a pattern with one '->', found '{}'", pattern));
  const auto input = parse_groups(sides[0]);
  if (!tensor.fully_known()) call.fail("expected an input of known size, found the shape " + to_text(tensor));
  NamedSizes sizes{call, {}};
  for (size_t i = 0; i < input.size() && static_cast<int>(i) < tensor.rank(); ++i) {
    sizes.add(input[i], tensor[static_cast<int>(i)].value());
  }
  Shape result;
  for (const auto& group : parse_groups(sides[1])) {
    Dim size = 1;
    for (const std::string& name : group) {
      const auto found = sizes.find(name);
      if (!found) call.fail(fmt::format("expected '{}' of the result to be an axis of the input", name));
      size = size * *found;
    }
    result.append(size);
  }
  returns(call, result);
}

constexpr OpEntry kOps[] = {
    {"Einsum", "numpy", "einsum", ":subscripts *operands", einsum},
    {"Rearrange", "einops", "rearrange", "tensor pattern", rearrange},
};

}  // namespace

std::span<const OpEntry> pattern_ops() { return kOps; }

}  // namespace nnsummary
