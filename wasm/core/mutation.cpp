#include "core/mutation.hpp"

#include <algorithm>
#include <tuple>

namespace tablattice {

namespace {

constexpr auto count_max = static_cast<std::uint64_t>(safe_integer_max);

// Decimal digits without leading zeros, 1 … 2^53 - 1; 0 for anything else.
std::uint64_t count_from_text(std::string_view digits) {
  constexpr std::size_t digits_max = 16;
  if (digits.empty() || digits.size() > digits_max || digits.front() == '0') return 0;
  std::uint64_t count = 0;
  for (const char letter : digits) {
    if (letter < '0' || letter > '9') return 0;
    count = count * 10 + static_cast<std::uint64_t>(letter - '0');
  }
  return count <= count_max ? count : 0;
}

bool is_count(const Json& value) { return whole_number(value, count_max).has_value(); }

bool is_names(const Json& value) {
  if (!value.is_object() || value.size() != 2 || !value.contains("to") || !value.contains("and")) return false;
  const Json& rest = value["and"];
  return is_count(value["to"]) && rest.is_array() && std::all_of(rest.begin(), rest.end(), is_count);
}

}  // namespace

Result<MutationName> MutationName::from_text(const std::string& text) {
  const auto colon = text.rfind(':');
  const auto n = colon == std::string::npos ? 0 : count_from_text(std::string_view(text).substr(colon + 1));
  if (n == 0 || colon == 0) return problem("mutation_name_invalid", "A mutation's name is client:n, n from 1.");
  return MutationName{text.substr(0, colon), n};
}

const char* operation_word(Operation operation) {
  switch (operation) {
    case Operation::create:
      return "create";
    case Operation::update:
      return "update";
    case Operation::remove:
      return "delete";
  }
  return "";
}

std::optional<Operation> operation_from_word(const std::string& word) {
  for (const auto operation : {Operation::create, Operation::update, Operation::remove}) {
    if (word == operation_word(operation)) return operation;
  }
  return std::nullopt;
}

bool Mutation::before(const Mutation& other) const {
  return std::tie(stamp, name.client, name.n) < std::tie(other.stamp, other.name.client, other.name.n);
}

void SettledNames::Names::add(std::uint64_t n) {
  if (n > watermark) sparse.insert(n);
  compact();
}

void SettledNames::Names::compact() {
  while (!sparse.empty() && *sparse.begin() <= watermark + 1) {
    watermark = std::max(watermark, *sparse.begin());
    sparse.erase(sparse.begin());
  }
}

void SettledNames::add(const MutationName& name) {
  ++additions_;
  clients_[name.client].add(name.n);
}

bool SettledNames::contains(const MutationName& name) const {
  const auto found = clients_.find(name.client);
  if (found == clients_.end()) return false;
  return name.n <= found->second.watermark || found->second.sparse.contains(name.n);
}

void SettledNames::join(const SettledNames& other) {
  ++additions_;
  for (const auto& [client, theirs] : other.clients_) {
    Names& names = clients_[client];
    names.watermark = std::max(names.watermark, theirs.watermark);
    names.sparse.insert(theirs.sparse.begin(), theirs.sparse.end());
    names.compact();
  }
}

std::vector<std::string> SettledNames::clients() const {
  std::vector<std::string> clients;
  for (const auto& [client, names] : clients_) clients.push_back(client);
  return clients;
}

Json SettledNames::to_json() const {
  Json object = Json::object();
  for (const auto& [client, names] : clients_) {
    object[client] = json_object("to", names.watermark, "and", Json::Array(names.sparse.begin(), names.sparse.end()));
  }
  return object;
}

Result<SettledNames> SettledNames::from_json(const Json& value) {
  if (!value.is_object()) return problem("settled_invalid", "Settled names are an object of clients.");
  SettledNames settled;
  for (const auto& [client, names] : value.items()) {
    if (client.empty() || !is_names(names)) {
      return problem("settled_invalid", "A client's settled names are {\"to\": n, \"and\": [n, …]}.", client);
    }
    Names& own = settled.clients_[client];
    own.watermark = names["to"].get<std::uint64_t>();
    for (const Json& n : names["and"]) own.add(n.get<std::uint64_t>());
  }
  return settled;
}

}  // namespace tablattice
