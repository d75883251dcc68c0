// The half of Reader that reads what lists and deltas say.
#include <utility>

#include "core/reader.hpp"

namespace tablattice {
namespace {

constexpr std::size_t everything = ~std::size_t{0};

// Bytes that are read in the time that joining the rows of one takes.
constexpr std::size_t read_share = 4;

std::size_t less(std::size_t bytes, std::size_t done) { return bytes > done ? bytes - done : 0; }

}  // namespace

Reader::Incoming::Incoming(const Request& sent, const Answer& answer)
    : request(sent),
      bytes(answer.inbox == nullptr ? Bytes::of(answer.body) : std::move(*answer.inbox)),
      scanner(answer.body),
      etag(answer.etag),
      retry_after(answer.retry_after) {}

Status Reader::load(Bytes body) {
  Result<ListBody> list = read_list_body(body.view());
  if (!list.ok()) return list.status;
  // What was asked for before is joined first: it must not be taken for what this list says.
  while (joining()) advance(everything);
  Request request;
  request.stamp = session_.tick();
  request.sequence = collection_.sequence();
  request.sent_ms = session_.now_ms;
  Pages pages;
  pages.one_revision = list.value.next.is_null();
  pages.revision = list.value.revision;
  pages.read.push_back({request, std::move(body), std::move(list.value.rows), std::move(list.value.revision)});
  join_list(std::move(pages), {});
  join_rows(everything);
  list_.reset();
  const Json error_before = std::exchange(error_, nullptr);
  const bool ready_before = std::exchange(ready_, true);
  fetched_at_ms_ = session_.wall_ms;
  policy_.news(session_.now_ms);
  turned(ready_before, error_before);
  return {};
}

void Reader::advance() {
  if (joining()) advance(session_.visible ? static_cast<std::size_t>(session_.config.poll.slice_bytes) : everything);
}

void Reader::advance(std::size_t bytes) {
  if (incoming_) {
    const std::size_t before = incoming_->scanner.place();
    const std::size_t readable = bytes > everything / read_share ? everything : bytes * read_share;
    if (incoming_->scanner.advance(readable)) return;
    bytes = less(bytes, (incoming_->scanner.place() - before) / read_share);
    read_page();
  }
  if (!list_ || !join_rows(bytes)) return;
  const Request first = list_->pages.read.front().request;
  list_.reset();
  succeed(first);
}

double Reader::progress() const {
  const auto share = [](std::size_t done, std::size_t all) {
    return all == 0 ? 0.0 : static_cast<double>(done) / static_cast<double>(all);
  };
  constexpr double reading = 1.0 / (1 + read_share);
  if (incoming_) return reading * share(incoming_->scanner.place(), incoming_->bytes.view().size());
  return list_ ? reading + (1 - reading) * share(list_->bytes_joined, list_->bytes) : 1;
}

void Reader::answered_list(const Request& request, const Answer& answer) {
  incoming_ = std::make_unique<Incoming>(request, answer);
  advance();
  // The bytes are here only for as long as the call lasts.
  if (!incoming_) return;
  incoming_->bytes.keep();
  incoming_->scanner.moved_to(incoming_->bytes.view());
}

// All bytes of a page are read.
void Reader::read_page() {
  Incoming incoming = std::move(*incoming_);
  incoming_.reset();
  Result<ListBody> list = list_body(incoming.scanner, incoming.bytes.view());
  if (!list.ok()) {
    pages_.reset();
    return fail(list.status, incoming.retry_after);
  }
  const std::string etag = pages_ ? std::string() : incoming.etag;
  const std::string retry_after = incoming.retry_after;
  add_page(std::move(incoming), std::move(list.value));
  if (pages_->read.size() > list_pages_max) {
    return fail(problem("list_too_long", "The API went on to name a next page.", collection_.options().name),
                retry_after);
  }
  if (!pages_->next.is_null()) return policy_.request_now();
  Pages pages = std::move(*pages_);
  pages_.reset();
  join_list(std::move(pages), etag);
}

void Reader::add_page(Incoming incoming, ListBody body) {
  if (!pages_) {
    pages_ = Pages();
    pages_->revision = body.revision;
  } else if (body.revision.is_null() || body.revision != pages_->revision) {
    pages_->one_revision = false;
  }
  incoming.bytes.keep();
  pages_->read.push_back({incoming.request, std::move(incoming.bytes), std::move(body.rows), std::move(body.revision)});
  pages_->next = std::move(body.next);
}

void Reader::join_list(Pages pages, std::string etag) {
  find_out_rung(pages);
  list_ = std::make_unique<List>();
  std::size_t rows = 0;
  for (const Page& page : pages.read) {
    list_->bytes += page.bytes.view().size();
    rows += page.rows.size();
  }
  collection_.expect(rows);
  list_->pages_left = pages.read.size();
  list_->pages = std::move(pages);
  list_->checked.hash_wanted = !etag.empty();
  list_->checked.listed.mark = collection_.next_mark();
  list_->etag = std::move(etag);
}

// The rows that were joined stand where their text was: it is dropped by halves, so that the rest moves few times.
void Reader::Page::drop_joined(std::size_t row) {
  constexpr std::size_t few = 65'536;
  const std::size_t joined = rows.bytes_before(row);
  if (!bytes.kept() || joined < few || joined < bytes.view().size() / 2) return;
  bytes.drop_front(joined);
  rows.drop_front(joined);
}

// Joins so many bytes of rows. Whether all is joined, and with it what the list says as a whole.
bool Reader::join_rows(std::size_t bytes) {
  List& list = *list_;
  while (bytes > 0) {
    Page& page = list.pages.read[list.pages_left - 1];
    const RowsEvent event = rows_event(page.request);
    RowsNews news = no_news(event);
    Trace trace(session_);
    const bool past = collection_.rung() == Rung::feed && collection_.past(page.revision);
    while (list.row < page.rows.size() && bytes > 0) {
      page.drop_joined(list.row);
      const RowsRead read{handler_, collection_, page.request, page.bytes.view(), page.rows, event, trace, past};
      const std::size_t row_bytes = page.rows.text(read.body, list.row).size();
      take_row(read, list.row++, list.memory, list.checked, news);
      list.bytes_joined += row_bytes;
      bytes = less(bytes, row_bytes);
    }
    const bool page_joined = list.row == page.rows.size();
    if (page_joined && list.pages_left == 1) {
      join_whole(event, std::move(news), trace);
      return true;
    }
    const bool empty = news.event.rows.empty() && news.event.gone.empty();
    if (page_joined || !empty) tell(std::move(news), trace, false);
    if (!page_joined) return false;
    page.bytes = Bytes();
    --list.pages_left;
    list.row = 0;
  }
  return false;
}

// What the list says beside its rows. `event`, `news`, `trace`: of the last of them.
void Reader::join_whole(RowsEvent event, RowsNews news, Trace& trace) {
  const CheckedRows& checked = list_->checked;
  const Pages& pages = list_->pages;
  const Request& request = pages.read.front().request;
  etag_ = list_->etag;
  etag_hash_ = checked.hash;
  if (checked.bad > 0) {
    session_.effects.report(
        problem("row_invalid",
                std::to_string(checked.bad) + " rows of a list were left out. The first: " + checked.first_bad.message,
                checked.first_bad.where, {{"code", checked.first_bad.code}}));
    etag_.clear();
  }
  const Json& revision = pages.revision;
  const bool one_revision = pages.one_revision;
  if (one_revision && checked.all_keys_readable) add_absent(collection_, request, checked.listed, revision, event);
  const bool open = checked.open || leaves_open(collection_, request, &checked.listed);
  if (open) again_ = true;
  for (const GoneKey& gone : event.gone) trace.touch(event.collection, gone.key);
  handler_.join_rest(event, news);
  tell(std::move(news), trace, one_revision && checked.bad == 0 && !open);
  if (collection_.rung() == Rung::feed && one_revision && !collection_.past(revision)) collection_.set_cursor(revision);
}

RowsEvent Reader::rows_event(const Request& request) const {
  RowsEvent event;
  event.collection = collection_.options().name;
  event.stamp = request.stamp;
  return event;
}

// The rows of a newcomer's first list are told to nobody: who lacks it asks for the state.
RowsNews Reader::no_news(const RowsEvent& event) const {
  RowsNews news(event);
  news.rows_wanted = session_.tracing || (ready_ && session_.running);
  return news;
}

void Reader::find_out_rung(const Pages& pages) {
  const CollectionOptions& options = collection_.options();
  if (options.rung_told || options.rung != Rung::versioned) return;
  bool any = false;
  for (const Page& page : pages.read) {
    if (page.rows.any_has(page.bytes.view(), *options.version_field)) return;
    any = any || page.rows.size() > 0;
  }
  if (any) collection_.become_plain();
}

// Not by slices: its cursor speaks for all its rows, and a backend that has many of them sends the list.
void Reader::answered_changes(const Request& request, const Answer& answer) {
  Result<ChangesBody> body = read_changes_body(answer.body, collection_.options().key_field);
  if (!body.ok()) return fail(body.status, answer.retry_after);
  RowsEvent event = rows_event(request);
  event.from = request.since;
  event.to = body.value.cursor;
  RowsNews news = no_news(event);
  Trace trace(session_);
  CheckedRows checked;
  RowText memory;
  const bool past = collection_.past(body.value.cursor);
  const RowsRead read{handler_, collection_, request, answer.body, body.value.rows, event, trace, past};
  for (std::size_t index = 0; index < body.value.rows.size(); ++index) take_row(read, index, memory, checked, news);
  if (checked.bad > 0) session_.effects.report(checked.first_bad);
  for (Tombstone& item : body.value.tombstones) {
    trace.touch(event.collection, item.key);
    event.gone.push_back({std::move(item.key), std::move(item.version), false});
  }
  for (const std::string& text : body.value.mutations) {
    const Result<MutationName> name = MutationName::from_text(text);
    // A row that was left out may hold a mutation's effect, so then none is settled by this delta.
    if (name.ok() && checked.bad == 0) event.mutations.push_back(name.value);
  }
  news.event.mutations = event.mutations;
  handler_.join_rest(event, news);
  tell(std::move(news), trace, checked.bad == 0);
  succeed(request);
}

}  // namespace tablattice
