// The half of Server that answers reads: lists, pages, deltas and single rows.
#include <iterator>

#include "simulation/server.hpp"

namespace tablattice::simulation {
namespace {

// FNV-1a, 64 bits (Fowler, Noll, Vo).
std::string entity_tag_of(const std::string& body) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char byte : body) hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211ULL;
  return '"' + std::to_string(hash) + '"';
}

void append(std::string& list, const std::string& text) {
  if (list.size() > 1) list += ',';
  list += text;
}

}  // namespace

Reply Server::list(const Call& call) {
  Table& table = tables_[call.collection];
  const std::string revision = std::to_string(history_.size());
  if (plan_.page_rows > 0) {
    auto row = table.rows.begin();
    std::advance(row, std::min(call.page, table.rows.size()));
    std::string rows = "[";
    for (std::size_t count = 0; count < plan_.page_rows && row != table.rows.end(); ++count, ++row)
      append(rows, row->second.text);
    const std::string next = row == table.rows.end() ? "null" : std::to_string(call.page + plan_.page_rows);
    return {200, R"({"next":)" + next + R"(,"revision":)" + revision + R"(,"rows":)" + rows + "]}", "", ""};
  }
  if (table.list_text.empty()) {
    table.list_text = "[";
    for (const auto& [key, row] : table.rows) append(table.list_text, row.text);
    table.list_text += ']';
  }
  const bool feed = plan_.rung == Rung::feed;
  Reply reply{200, feed ? R"({"revision":)" + revision + R"(,"rows":)" + table.list_text + "}" : table.list_text, "",
              ""};
  if (!plan_.etags) return reply;
  reply.etag = entity_tag_of(reply.body);
  if (call.if_none_match != reply.etag) return reply;
  reply.status = 304;
  reply.body.clear();
  return reply;
}

Reply Server::changes(const Call& call) const {
  if (call.since < history_start_) return {410, R"({"title":"That is too long ago."})", "", ""};
  const Table& table = tables_[call.collection];
  std::string rows = "[";
  std::string tombstones = "[";
  std::string mutations = "[";
  for (std::uint64_t mark = call.since + 1; mark <= history_.size(); ++mark) {
    const Change& each = change(mark);
    if (each.collection != call.collection) continue;
    if (each.deed >= 0) append(mutations, '"' + ledger_.deeds()[static_cast<std::size_t>(each.deed)].name + '"');
    if (table.marks.at(each.key).back() != mark) continue;
    if (each.alive) {
      append(rows, each.text);
    } else {
      append(tombstones, R"({"id":)" + each.key + R"(,"version":)" + std::to_string(mark) + "}");
    }
  }
  return {200,
          R"({"cursor":)" + std::to_string(history_.size()) + R"(,"mutations":)" + mutations + R"(],"rows":)" + rows +
              R"(],"tombstones":)" + tombstones + "]}",
          "", ""};
}

Reply Server::read(const Call& call) const {
  const auto& rows = tables_[call.collection].rows;
  const auto found = rows.find(call.key);
  if (found == rows.end()) return {404, R"({"title":"There is no such row."})", "", ""};
  return {200, found->second.text, "", ""};
}

}  // namespace tablattice::simulation
