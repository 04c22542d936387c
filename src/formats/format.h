// The formats that models are stored in: each knows its files by their content, and reads them into a document.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "document/document.h"

namespace nnsummary {

struct Format {
  std::string_view name;
  bool (*sniff)(std::string_view bytes);
  void (*read)(Document& document);  // throws ModelError
};

std::span<const Format> formats();

// Reads a file in the first format that knows it. Throws ModelError.
std::unique_ptr<Document> read_document(std::string file, std::string bytes);

}  // namespace nnsummary
