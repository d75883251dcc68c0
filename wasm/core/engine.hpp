// The engine: inputs in, effects and views out. It does no I/O and reads no clock; web/docs/host-contract.md is its manual.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/actions.hpp"
#include "core/bytes.hpp"
#include "core/cache.hpp"
#include "core/json.hpp"
#include "core/live_views.hpp"
#include "core/orphans.hpp"
#include "core/reader.hpp"
#include "core/session.hpp"
#include "core/signature.hpp"
#include "core/sync_handler.hpp"
#include "core/tabs.hpp"
#include "core/transfer.hpp"
#include "core/writer.hpp"

namespace tablattice {

// Every input returns a mask of these.
enum Mask : std::uint32_t { mask_effects = 1, mask_views = 2, mask_status = 4, mask_refused = 8 };

// Open views of one engine; one more is refused ("views_full").
inline constexpr std::size_t views_max = 10'000;
// A longer action is refused ("action_too_long"): it must fit a message and an outbox entry.
inline constexpr std::size_t action_bytes_max = 1024 * 1024;

class Engine {
 public:
  // `config` is the contract's JSON text, `now_ms` Unix milliseconds. Where problem() is not empty afterwards, the engine is
  // unusable: every input is refused.
  Engine(std::string_view config, double now_ms);

  // '' or the problem that makes this engine unusable, as JSON text.
  [[nodiscard]] const std::string& problem() const { return problem_; }

  // Memory for the text or body of the next input, which is freed or taken over by it.
  [[nodiscard]] char* allocate(std::size_t bytes);
  std::uint32_t receive(const std::string& source, std::string_view text, double now_ms);
  std::uint32_t dispatch(std::string_view action, double now_ms);
  std::uint32_t respond(double id, std::string_view meta, std::string_view body, double now_ms);
  std::uint32_t load(const std::string& collection, std::string_view body, double now_ms);
  std::uint32_t signal(std::string_view text, double now_ms);
  std::uint32_t wake(double now_ms);

  std::string take_effects() { return session_ ? session_->effects.take(session_->wall_ms) : "[]"; }
  // What the last dispatch, signal, open_view or load left, as JSON text.
  [[nodiscard]] const std::string& result() const { return result_; }

  // A handle, or 0 where the query is refused.
  int open_view(std::string_view query);
  // What changed in all views since the last call: [[handle, patch], …], of each the patch since it was told last.
  std::string read_views();
  // limit -1: all rows.
  std::uint32_t set_window(int handle, double offset, double limit);
  void close_view(int handle);

  [[nodiscard]] std::string row(const std::string& collection, const std::string& key) const;
  // The visible rows of these keys, a JSON array: [row or null, …].
  [[nodiscard]] std::string rows(const std::string& collection, std::string_view keys) const;
  [[nodiscard]] std::string keys(const std::string& collection) const;
  // Visible rows that changed since the last call: { collection: [key, …] }. A null among the keys: besides, many rows came
  // that were not there; keys() names all.
  std::string take_changes();
  // From now on rows are kept as they were before they change, until take_news(); or no more.
  void keep_before(bool on);
  // All of it at once: { changes, before?, views }, changes as take_changes() and views as read_views() say. `before` while
  // rows are kept: how the rows that changed were, perhaps with others, { collection: [[key, row or null], …] }.
  std::string take_news();
  [[nodiscard]] std::string status() const;
  [[nodiscard]] std::string pending() const;
  [[nodiscard]] std::string failures() const;

 private:
  // The views of one collection, with what they are to know of its reader.
  class CollectionViews : public RowTexts {
   public:
    CollectionViews(Collection& collection, const Reader& reader)
        : views(*this, collection.options().key_field),
          collection(collection),
          reader(reader),
          name_text(dump_json(collection.options().name)) {}
    [[nodiscard]] std::optional<std::string_view> text(const std::string& key) const override;
    void for_each(const Visit& visit) const override;

    LiveViews views;
    Collection& collection;
    const Reader& reader;
    const std::string name_text;
    Signature signature;
    // What take_changes() tells next.
    std::vector<std::string> changed_keys;  // some of them more than once
    bool many_came = false;
  };
  struct OpenView {
    View* view = nullptr;
    std::string collection;
    std::optional<Signature> told_signature;
  };

  [[nodiscard]] bool fills_inbox(std::string_view body) const;
  std::uint32_t begin(double now_ms);
  [[nodiscard]] Status check_action(std::string_view action) const;
  Status apply_action(std::string_view action);
  std::uint32_t end(std::uint32_t mask);
  std::uint32_t refuse(const Status& status);
  void connect();
  void connect_writer();
  void connect_tabs();
  void connect_transfer();
  void heard_ask(const AskEvent& ask);
  void heard_leader(const BeatEvent& beat, bool changed);
  [[nodiscard]] Holding holding_of(const Collection& collection) const;
  [[nodiscard]] MutationEvent event_of(const Mutation& mutation);
  void start();
  void stop(bool suspended);
  void forget_old();
  void forget_all_confirmed();
  void accept(const Mutation& mutation, bool promised);
  Status apply_signal(const Json& signal);
  Status signal_collection(const std::string& type, const Json& signal);
  Status signal_failure(const std::string& type, const Json& signal);
  void signal_environment(const std::string& type, const Json& signal);
  void signal_lock(const Json& signal);
  void tell_activity();
  void take_up_stored(const Json& signal);
  void take_up(const std::string& key, const std::string& text);
  void answer(std::uint64_t id, const Answer& answer);
  void stop_for_identity();
  void expire_requests();
  bool update_views();
  static bool follow(CollectionViews& live);
  void note_before(const std::string& name, const Collection& collection);
  void append_patches(std::string& news);
  void append_patch(const CollectionViews& live, OpenView& open, std::string& news) const;
  void append_changes(std::string& news);
  void append_before(std::string& news);
  void schedule();
  [[nodiscard]] Signature sign_status() const;
  [[nodiscard]] Json poll_status() const;
  Status become_forgotten();

  Bytes inbox_;
  std::string problem_;
  std::string result_ = "{}";
  std::unique_ptr<Session> session_;
  std::unique_ptr<SyncHandler> handler_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Actions> actions_;
  std::unique_ptr<Orphans> orphans_;
  std::unique_ptr<Tabs> tabs_;
  std::unique_ptr<Transfer> transfer_;
  std::unique_ptr<Cache> cache_;
  std::map<std::string, Reader> readers_;
  std::map<std::string, CollectionViews> live_views_;
  std::map<int, OpenView> views_;
  std::map<const View*, int> handles_;
  int last_view_ = 0;
  bool keeps_before_ = false;
  std::map<std::string, std::map<std::string, std::string>> before_;  // by collection and key: the row's text, or null
  Signature status_signature_;
  bool started_before_ = false;
  bool told_expired_ = false;
  std::int64_t last_heard_ms_ = 0;  // while it runs: the last input
  std::int64_t forget_due_ms_ = 0;
  std::int64_t activity_told_ms_ = 0;
};

}  // namespace tablattice
