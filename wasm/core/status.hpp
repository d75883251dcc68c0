// Errors are values in the core: one Status, carried by Result<T> where there is something to carry.
#pragma once

#include <string>
#include <utility>

#include "core/json.hpp"

namespace tablattice {

// What went wrong, in a form that a program and a person can read.
//   code     stable and documented, snake_case ("row_invalid"); empty means success
//   message  one sentence: what is wrong and what to do
//   where    the place: a JSON pointer, a field, a collection or a file; may be empty
//   details  further members of the problem (RFC 9457 members of an API's refusal, both rows of a conflict); null or
//   object
struct Status {
  std::string code;
  std::string message;
  std::string where;
  Json details;

  [[nodiscard]] bool ok() const { return code.empty(); }

  // {"code", "message", "where", "details"?}: the shape in which errors cross to JavaScript.
  [[nodiscard]] Json to_json() const;
};

// Not inline, and by address where the texts are constants: there are a hundred callers.
Status problem(const char* code, const char* message, const char* where = "");
Status problem(const char* code, const char* message, const std::string& where);
Status problem(const char* code, std::string message, std::string where = {}, Json details = nullptr);

// A value, or the Status that says why there is none. `value` is meaningful only when ok().
template <typename T>
struct Result {
  Status status;
  T value{};

  Result(T good) : value(std::move(good)) {}
  Result(Status bad) : status(std::move(bad)) {}

  [[nodiscard]] bool ok() const { return status.ok(); }
};

}  // namespace tablattice
