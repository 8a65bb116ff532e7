// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/event_tap.h"

#include <utility>

namespace mcu::cli {

namespace {

/// More than a take can bring; a flood must not fill the memory of the terminal's machine.
constexpr std::size_t kMostEvents = 4096;

}  // namespace

EventTap::EventTap(const client::Client& client, std::string conference)
    : thread_([this, &client, conference = std::move(conference)](const std::stop_token& stop) {
          client::Client::Watcher watcher;
          watcher.stop = stop;
          watcher.connected = [this] {
              const std::lock_guard lock(mutex_);
              connected_ = true;
              changed_.notify_all();
          };
          watcher.event = [this](const client::v1::Event& event) {
              const std::lock_guard lock(mutex_);
              if (events_.size() < kMostEvents) {
                  events_.push_back(event);
              }
              changed_.notify_all();
              return true;
          };
          (void)client.watch(conference, watcher);
          const std::lock_guard lock(mutex_);
          ended_ = true;
          changed_.notify_all();
      }) {}

bool EventTap::ready(std::chrono::milliseconds atMost) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, atMost, [this] { return connected_ || ended_; });
    return connected_;
}

std::optional<client::v1::Event> EventTap::next(std::chrono::milliseconds atMost) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, atMost, [this] { return !events_.empty(); })) {
        return std::nullopt;
    }
    auto event = std::move(events_.front());
    events_.pop_front();
    return event;
}

}  // namespace mcu::cli
