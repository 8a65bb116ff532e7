// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <optional>
#include <utility>

namespace mcu {

/// Unbounded queue, many producers and one consumer, without locks: a producer never waits for the
/// consumer nor the consumer for a producer (after D. Vyukov's linked MPSC queue). A push allocates
/// one node on the producer's thread; the consumer frees it.
template <typename T>
class MpscQueue {
public:
    MpscQueue() : head_(new Node), tail_(head_.load()) {}

    ~MpscQueue() {
        while (pop()) {
        }
        delete tail_;
    }

    MpscQueue(const MpscQueue&) = delete;
    MpscQueue& operator=(const MpscQueue&) = delete;

    /// Any thread.
    void push(T value) {
        Node* node = new Node;
        node->value.emplace(std::move(value));
        Node* previous = head_.exchange(node, std::memory_order_acq_rel);
        previous->next.store(node, std::memory_order_release);
    }

    /// The consumer's thread. Empty when nothing is (completely) queued.
    std::optional<T> pop() {
        Node* next = tail_->next.load(std::memory_order_acquire);
        if (next == nullptr) {
            return std::nullopt;
        }
        std::optional<T> value = std::move(next->value);
        next->value.reset();
        delete tail_;
        tail_ = next;
        return value;
    }

private:
    struct Node {
        std::atomic<Node*> next{nullptr};
        std::optional<T> value;
    };

    std::atomic<Node*> head_;
    Node* tail_;
};

}  // namespace mcu
