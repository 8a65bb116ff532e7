// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/impl/sip_thread.h"

#include <csignal>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "sip/impl/sofia_tls.h"

namespace mcu::sip {

SipThread::~SipThread() {
    stop();
}

Status SipThread::start() {
    mendSofiaTls();
    wakeFd_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (wakeFd_ < 0) {
        return Error(ErrorCode::unavailable, "no eventfd for the SIP thread");
    }
    std::promise<bool> ready;
    auto started = ready.get_future();
    thread_ =
        std::thread([this, promise = std::move(ready)]() mutable { main(std::move(promise)); });
    if (!started.get()) {
        thread_.join();
        return Error(ErrorCode::internal, "the SIP stack's event loop did not start");
    }
    return {};
}

void SipThread::main(std::promise<bool> ready) {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    pthread_setname_np(pthread_self(), "sip");
    role_.bindHere();
    root_ = su_root_create(nullptr);
    if (root_ == nullptr) {
        ready.set_value(false);
        return;
    }
    su_root_threading(root_, 0);  // nua then runs in this thread, not in one of its own
    su_wait_t wait = SU_WAIT_INIT;
    int index = -1;
    if (su_wait_create(&wait, wakeFd_, SU_WAIT_IN) == 0) {
        index = su_root_register(root_, &wait, onWake, this, 0);
    }
    const bool watching = index > 0;
    ready.set_value(watching);
    if (watching) {
        while (!stopping_.load(std::memory_order_acquire)) {
            su_root_step(root_, 1000);
        }
        su_root_deregister(root_, index);
    }
    su_root_destroy(root_);
    root_ = nullptr;
}

int SipThread::onWake(su_root_magic_t* /*magic*/, su_wait_t* /*wait*/, su_wakeup_arg_t* argument) {
    auto* self = static_cast<SipThread*>(argument);
    std::uint64_t count = 0;
    (void)!read(self->wakeFd_, &count, sizeof count);
    self->drain();
    return 0;
}

void SipThread::drain() {
    while (auto task = tasks_.pop()) {
        (*task)();
    }
}

void SipThread::post(Task task) {
    tasks_.push(std::move(task));
    const std::uint64_t one = 1;
    (void)!write(wakeFd_, &one, sizeof one);
}

void SipThread::run(Task task) {
    std::promise<void> done;
    auto finished = done.get_future();
    post([&] {
        task();
        done.set_value();
    });
    finished.wait();
}

void SipThread::spin(std::chrono::milliseconds limit, const std::function<bool()>& done) {
    role_.assertHere();
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!done() && std::chrono::steady_clock::now() < deadline) {
        su_root_step(root_, 20);
    }
}

void SipThread::stop() {
    if (thread_.joinable()) {
        stopping_.store(true, std::memory_order_release);
        post([] {});
        thread_.join();
    }
    if (wakeFd_ >= 0) {
        close(wakeFd_);
        wakeFd_ = -1;
    }
}

}  // namespace mcu::sip
