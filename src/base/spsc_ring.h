// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <vector>

namespace mcu {

/// Bounded ring, one producer and one consumer, no lock, no allocation after construction. The
/// producer fills a slot in place, so that packet buffers are reused. A full ring refuses: the
/// producer counts and drops.
template <typename T>
class SpscRing {
public:
    /// Capacity is rounded up to a power of two.
    explicit SpscRing(std::size_t capacity) {
        std::size_t size = 1;
        while (size < capacity) {
            size *= 2;
        }
        slots_.resize(size);
    }

    /// The slot to fill, or null when full. Producer.
    T* beginPush() {
        const auto head = head_.load(std::memory_order_relaxed);
        if (head - tail_.load(std::memory_order_acquire) == slots_.size()) {
            return nullptr;
        }
        return &slots_[head & (slots_.size() - 1)];
    }

    /// Publishes the slot filled since beginPush(). Producer.
    void commitPush() {
        head_.store(head_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    }

    /// The oldest slot, or null when empty. Consumer.
    T* front() {
        const auto tail = tail_.load(std::memory_order_relaxed);
        if (tail == head_.load(std::memory_order_acquire)) {
            return nullptr;
        }
        return &slots_[tail & (slots_.size() - 1)];
    }

    /// Gives the oldest slot back. Consumer.
    void popFront() {
        tail_.store(tail_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    }

    [[nodiscard]] std::size_t size() const {
        return head_.load(std::memory_order_acquire) - tail_.load(std::memory_order_acquire);
    }

private:
    std::vector<T> slots_;
    alignas(64) std::atomic<std::size_t> head_{0};
    alignas(64) std::atomic<std::size_t> tail_{0};
};

}  // namespace mcu
