// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/impl/watchers.h"

#include <utility>

#include <grpcpp/server_context.h>

#include "base/log.h"

namespace mcu::control {

namespace v1 = hnth::mcu::v1;

namespace {

class Refused final : public grpc::ServerWriteReactor<v1::Event> {
public:
    explicit Refused(const grpc::Status& why) { Finish(why); }

    void OnDone() override { delete this; }
};

}  // namespace

grpc::ServerWriteReactor<v1::Event>* Watchers::refuse(const grpc::Status& why) {
    return new Refused(why);
}

grpc::ServerWriteReactor<v1::Event>* Watchers::open(const std::shared_ptr<Watchers>& all,
                                                    grpc::CallbackServerContext* context,
                                                    const std::string& conference) {
    context->AddInitialMetadata("mcu-watching", "1");
    auto watcher = std::make_shared<Watcher>(all, context, conference);
    watcher->self_ = watcher;
    watcher->StartSendInitialMetadata();
    if (!all->add(watcher)) {
        watcher->letGo({grpc::StatusCode::UNAVAILABLE, "the server is stopping"});
    }
    return watcher.get();
}

void Watchers::publish(const EventSnapshot& event) {
    for (const auto& watcher : everybody()) {
        watcher->push(event);
    }
}

void Watchers::close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    for (const auto& watcher : everybody()) {
        watcher->letGo({grpc::StatusCode::UNAVAILABLE, "the server is stopping"});
    }
}

std::size_t Watchers::size() const {
    const std::lock_guard lock(mutex_);
    return watchers_.size();
}

bool Watchers::add(const std::shared_ptr<Watcher>& watcher) {
    const std::lock_guard lock(mutex_);
    if (!closed_) {
        watchers_.insert(watcher);
    }
    return !closed_;
}

void Watchers::remove(const std::shared_ptr<Watcher>& watcher) {
    const std::lock_guard lock(mutex_);
    watchers_.erase(watcher);
}

std::vector<std::shared_ptr<Watcher>> Watchers::everybody() const {
    const std::lock_guard lock(mutex_);
    return {watchers_.begin(), watchers_.end()};
}

Watcher::Watcher(std::shared_ptr<Watchers> all,
                 grpc::CallbackServerContext* context,
                 std::string conference)
    : all_(std::move(all)), context_(context), conference_(std::move(conference)) {}

void Watcher::push(const EventSnapshot& event) {
    if (!conference_.empty() && !event->conference().empty() &&
        event->conference() != conference_) {
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        if (ending_) {
            return;
        }
        if (queue_.size() >= all_->eventsEach_) {
            ending_.emplace(grpc::StatusCode::RESOURCE_EXHAUSTED,
                            "events came faster than they were read; " +
                                std::to_string(queue_.size() + 1) + " were dropped");
            queue_.clear();
            logger("control").warn("watcher too slow, let go peer={}", context_->peer());
        } else {
            queue_.push_back(event);
        }
    }
    drive();
}

void Watcher::letGo(const grpc::Status& status) {
    {
        const std::lock_guard lock(mutex_);
        if (!ending_) {
            ending_ = status;
        }
        queue_.clear();
    }
    drive();
}

void Watcher::drive() {
    const v1::Event* next = nullptr;
    {
        const std::lock_guard lock(mutex_);
        if (underWay_ || finishing_) {
            return;
        }
        if (ending_) {
            finishing_ = true;
        } else if (!queue_.empty()) {
            underWay_ = std::move(queue_.front());
            queue_.pop_front();
            next = underWay_.get();
        } else {
            return;
        }
    }
    if (next != nullptr) {
        StartWrite(next);
    } else {
        Finish(ending_.value_or(grpc::Status::OK));  // written once, before finishing_
    }
}

void Watcher::OnWriteDone(bool ok) {
    {
        const std::lock_guard lock(mutex_);
        underWay_.reset();
        if (!ok && !ending_) {
            ending_.emplace(grpc::StatusCode::CANCELLED, "the watcher went away");
        }
    }
    drive();
}

void Watcher::OnCancel() {
    letGo({grpc::StatusCode::CANCELLED, "the watcher went away"});
}

void Watcher::OnDone() {
    const std::shared_ptr<Watcher> last = std::move(self_);
    all_->remove(last);
}

}  // namespace mcu::control
