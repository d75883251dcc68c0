#include <initializer_list>
#include <set>
#include <string>
#include <utility>

#include "core/collection.hpp"

namespace tablattice {
namespace {

// Reads the members of one declaration; the first thing that is refused stays in `status`.
class OptionsReader {
 public:
  OptionsReader(const Json& object, std::string place) : object_(object), place_(std::move(place)) {}

  Status status;

  // The member where it is there; null where it is missing or something was refused before.
  const Json* find(const char* member) const {
    const auto found = object_.find(member);
    return !status.ok() || found == object_.end() ? nullptr : &*found;
  }

  void refuse(const std::string& member, const std::string& message) {
    if (status.ok()) status = problem("config_invalid", message, place_ + "/" + member);
  }

  void boolean(const char* member, bool& target) {
    const Json* value = find(member);
    if (value == nullptr) return;
    if (!value->is_boolean()) return refuse(member, "This must be true or false.");
    target = value->get<bool>();
  }

  void name(const char* member, std::string& target) {
    if (find(member) == nullptr) return;
    const auto text = string_member(object_, member);
    const bool good = text && !text->empty() && text->front() != '$';
    if (!good) return refuse(member, "This must be a name; no name is empty or begins with $.");
    target = *text;
  }

  template <typename Word>
  bool word(const char* member, std::initializer_list<std::pair<const char*, Word>> words, Word& target) {
    if (find(member) == nullptr) return false;
    const auto told = string_member(object_, member);
    std::string known;
    for (const auto& [text, value] : words) {
      known += std::string(known.empty() ? "'" : ", '") + text + "'";
      if (told != text) continue;
      target = value;
      return true;
    }
    refuse(member, "This must be one of " + known + ".");
    return false;
  }

 private:
  const Json& object_;
  std::string place_;
};

void refuse_unknown(const Json& object, OptionsReader& reader) {
  static const std::set<std::string> known = {"key",     "version",         "feed",     "rung",
                                              "ids",     "patch",           "conflict", "order",
                                              "ifMatch", "idempotencyKeys", "slice",    "persist"};
  for (const auto& [name, value] : object.items()) {
    if (!known.contains(name)) reader.refuse(name, "There is no such option.");
  }
}

void read_fields(OptionsReader& reader, CollectionOptions& options) {
  reader.name("key", options.key_field);
  const Json* version = reader.find("version");
  if (version != nullptr && version->is_null()) {
    options.version_field.reset();
  } else {
    reader.name("version", *options.version_field);
  }
  if (options.version_field == options.key_field)
    reader.refuse("version", "The key field cannot be the version field.");
}

void read_rung(OptionsReader& reader, CollectionOptions& options) {
  bool feed = false;
  reader.boolean("feed", feed);
  const bool versioned = options.version_field.has_value();
  options.rung = !versioned ? Rung::plain : feed ? Rung::feed : Rung::versioned;
  options.idempotency_keys = feed;
  if (feed && !versioned) reader.refuse("feed", "A feed needs rows with a version field.");
  options.rung_told = reader.word<Rung>(
      "rung", {{"feed", Rung::feed}, {"versioned", Rung::versioned}, {"plain", Rung::plain}}, options.rung);
  if (options.rung != Rung::plain && !versioned) reader.refuse("rung", "Without a version field the rung is 'plain'.");
  if (options.rung == Rung::feed && !feed) reader.refuse("rung", "The rung 'feed' needs a feed.");
}

}  // namespace

const char* rung_word(Rung rung) {
  switch (rung) {
    case Rung::feed:
      return "feed";
    case Rung::versioned:
      return "versioned";
    case Rung::plain:
      return "plain";
  }
  return "";
}

Result<CollectionOptions> read_collection_options(const std::string& name, const Json& value) {
  const std::string place = "collections/" + name;
  if (!value.is_object()) return problem("config_invalid", "A collection is declared by an object.", place);
  CollectionOptions options;
  options.name = name;
  OptionsReader reader(value, place);
  refuse_unknown(value, reader);
  read_fields(reader, options);
  read_rung(reader, options);
  reader.word<Ids>("ids", {{"client", Ids::client}, {"server", Ids::server}}, options.ids);
  reader.word<bool>("patch", {{"merge", false}, {"assign", true}}, options.assign);
  reader.word<Conflict>("conflict", {{"merge", Conflict::merge}, {"reject", Conflict::reject}}, options.conflict);
  reader.word<RequestOrder>(
      "order", {{"row", RequestOrder::row}, {"collection", RequestOrder::collection}, {"all", RequestOrder::all}},
      options.order);
  reader.boolean("ifMatch", options.if_match);
  reader.boolean("idempotencyKeys", options.idempotency_keys);
  reader.name("slice", options.slice);
  reader.boolean("persist", options.persist);
  if (!reader.status.ok()) return reader.status;
  return options;
}

}  // namespace tablattice
