#include "core/status.hpp"

namespace tablattice {

Status problem(const char* code, const char* message, const char* where) { return {code, message, where, nullptr}; }

Status problem(const char* code, const char* message, const std::string& where) {
  return {code, message, where, nullptr};
}

Status problem(const char* code, std::string message, std::string where, Json details) {
  return {code, std::move(message), std::move(where), std::move(details)};
}

Json Status::to_json() const {
  Json object = json_object("code", code, "message", message, "where", where);
  if (!details.is_null()) object["details"] = details;
  return object;
}

}  // namespace tablattice
