// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/loop.h"

namespace mcu::cascade {

/// Who is at the other end of a stream.
struct Peer {
    std::string certificate;  ///< PEM; its key was proved and our authority signed it
    std::string address;
};

/// What comes from a stream; all on the control thread.
template <typename In>
class StreamListener {
public:
    virtual ~StreamListener() = default;
    /// Both ends may send from now on.
    virtual void onOpen(const Peer& peer) = 0;
    virtual void onMessage(const In& message) = 0;
    /// Last call. `why` is gRPC's word, for a log.
    virtual void onEnded(const std::string& why) = 0;
};

/// The control thread's side of one gRPC stream.
template <typename Out, typename In>
class Stream {
public:
    virtual ~Stream() = default;
    /// Queued, sent in order. A peer that does not read is cut.
    virtual void send(const Out& message) = 0;
    /// Ends the stream when what was sent is out, at the latest after a second.
    virtual void finish() = 0;
    /// Ends it now.
    virtual void cut() = 0;
    /// Who hears from now on; null: nobody.
    virtual void setListener(StreamListener<In>* listener) = 0;
    /// Waits until gRPC is done with it; for the end of the program.
    virtual void waitEnded(Duration atMost) = 0;
};

/// A gRPC reactor that is a Stream: one read and one write under way, a bounded queue of writes,
/// the next read when the control thread has handled the last, so that a flood waits in the peer.
/// Reactor is grpc::ServerBidiReactor or grpc::ClientBidiReactor. Lives until gRPC is done with it.
template <typename Reactor, typename Out, typename In>
class ReactorStream : public Reactor,
                      public Stream<Out, In>,
                      public std::enable_shared_from_this<ReactorStream<Reactor, Out, In>> {
public:
    explicit ReactorStream(Loop& loop) : loop_(loop) {}

    void send(const Out& message) override {
        const std::scoped_lock lock(mutex_);
        if (finishing_ || over_) {
            return;
        }
        queuedBytes_ += message.ByteSizeLong();
        if (queuedBytes_ > kMostQueued) {
            finishing_ = true;
            cancel();
            return;
        }
        queue_.push_back(message);
        pump();
    }

    void finish() override {
        {
            const std::scoped_lock lock(mutex_);
            if (finishing_ || over_) {
                return;
            }
            finishing_ = true;
            pump();
        }
        loop_.after(std::chrono::seconds(1), [weak = this->weak_from_this()] {
            if (const auto self = weak.lock()) {
                self->cut();
            }
        });
    }

    void cut() override {
        const std::scoped_lock lock(mutex_);
        finishing_ = true;
        if (!done_) {
            cancel();
        }
    }

    void setListener(StreamListener<In>* listener) override { listener_ = listener; }

    void waitEnded(Duration atMost) override {
        std::unique_lock lock(mutex_);
        if (doneNow_.wait_for(lock, atMost, [this] { return done_; })) {
            release();
        }
    }

    void OnReadDone(bool ok) override {
        if (!ok) {
            const std::scoped_lock lock(mutex_);
            queue_.clear();
            queuedBytes_ = 0;
            readsEnded();
            return;
        }
        auto message = std::make_shared<In>(std::move(incoming_));
        const bool posted =
            loop_.post([self = this->shared_from_this(), message = std::move(message)] {
                if (self->listener_ != nullptr) {
                    self->listener_->onMessage(*message);
                }
                self->readOn();
            });
        if (!posted) {
            cut();
        }
    }

    void OnWriteDone(bool ok) override {
        const std::scoped_lock lock(mutex_);
        writing_ = false;
        if (!ok) {
            queue_.clear();
            queuedBytes_ = 0;
        }
        pump();
    }

protected:
    static constexpr std::size_t kMostQueued = 16U << 20U;

    /// Under the mutex: all is written and the stream is to end.
    virtual void end() = 0;
    /// Under the mutex: the peer sends no more.
    virtual void readsEnded() = 0;
    /// Under the mutex: RPC cancelled.
    virtual void cancel() = 0;

    /// Under the mutex: ends without what is queued, after the write under way.
    void endNow() {
        queue_.clear();
        queuedBytes_ = 0;
        finishing_ = true;
        pump();
    }

    void readOn() {
        const std::scoped_lock lock(mutex_);
        if (!done_ && !over_) {
            incoming_.Clear();
            this->StartRead(&incoming_);
        } else {
            readsEnded();
        }
    }

    void opened(Peer peer) {
        (void)loop_.post([self = this->shared_from_this(), peer = std::move(peer)] {
            if (self->listener_ != nullptr) {
                self->listener_->onOpen(peer);
            }
        });
    }

    /// From OnDone, last of all. The control thread goes on when the mutex is free, so that what it
    /// lets go of is not in use here.
    void ended(std::string why) {
        const std::scoped_lock lock(mutex_);
        done_ = true;
        over_ = true;
        (void)loop_.post([self = this->shared_from_this(), why = std::move(why)] {
            {
                const std::scoped_lock afterOnDone(self->mutex_);
            }
            if (auto* listener = std::exchange(self->listener_, nullptr); listener != nullptr) {
                listener->onEnded(why);
            }
            self->release();
        });
        doneNow_.notify_all();
    }

    /// On the control thread, when gRPC is done with it: what must not be let go of on a thread of
    /// gRPC.
    virtual void release() {}

    void pump() {
        if (writing_ || over_) {
            return;
        }
        if (!queue_.empty()) {
            outgoing_ = std::move(queue_.front());
            queue_.pop_front();
            queuedBytes_ -= outgoing_.ByteSizeLong();
            writing_ = true;
            this->StartWrite(&outgoing_);
        } else if (finishing_) {
            over_ = true;
            end();
        }
    }

    Loop& loop_;
    std::recursive_mutex mutex_;  ///< gRPC may call back on the thread that calls it
    std::condition_variable_any doneNow_;
    bool finishing_ = false;  ///< no more is taken for sending
    bool over_ = false;       ///< nothing is started any more
    bool done_ = false;       ///< gRPC is done

private:
    StreamListener<In>* listener_ = nullptr;  ///< control thread
    std::deque<Out> queue_;
    std::size_t queuedBytes_ = 0;
    bool writing_ = false;
    Out outgoing_;
    In incoming_;
};

}  // namespace mcu::cascade
