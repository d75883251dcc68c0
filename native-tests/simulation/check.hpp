// An invariant, told of what happens and asked at the end.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tablattice::simulation {

class Tab;
class World;
struct Change;
struct Deed;
struct Request;
struct Shown;

class Check {
 public:
  Check(World& world, const char* name) : world_(world), name_(name) {}
  virtual ~Check() = default;

  // The engine asked for this request; nothing has been sent yet.
  virtual void asked(const Tab& /*tab*/, const Request& /*request*/) {}
  // It leaves the browser.
  virtual void sent(const Tab& /*tab*/, const Request& /*request*/) {}
  // A message or a push reaches the tab.
  virtual void heard(const Tab& /*tab*/, const std::string& /*text*/) {}
  // The tab says it to the others.
  virtual void said(const Tab& /*tab*/, const std::string& /*text*/) {}
  virtual void changed(const Change& /*change*/) {}
  // The tab's row has changed; `before` is what it was.
  virtual void shown(const Tab& /*tab*/, std::size_t /*collection*/, const std::string& /*key*/,
                     const Shown& /*before*/) {}
  // A promise was settled. `problem`: the code, "" for none.
  virtual void told(const Tab& /*tab*/, const Deed& /*deed*/, const std::string& /*problem*/) {}
  // A tab writes to storage or removes (`text` null).
  virtual void persisted(const Tab& /*tab*/, const std::string& /*key*/, const std::string* /*text*/) {}
  // All is quiet, and each tab has had the time that the policy gives it.
  virtual void finished() {}

 protected:
  void fail(const std::string& text) const;

  World& world_;

 private:
  const char* name_;
};

// All of them, (a) to (t).
std::vector<std::unique_ptr<Check>> all_checks(World& world);

}  // namespace tablattice::simulation
