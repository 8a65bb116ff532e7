// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/ice/ice_loop.h"

#include <pthread.h>

#include "transport/ice/ice_loop_impl.h"

namespace mcu::ice {

namespace {

/// A GSource that is ready whenever tasks wait. GLib allocates it; `runTasks` is the loop's.
struct TaskSource {
    GSource base;
    std::atomic<int>* waiting;
};

gboolean prepare(GSource* source, gint* timeout) noexcept {
    *timeout = -1;
    return reinterpret_cast<TaskSource*>(source)->waiting->load(std::memory_order_acquire) > 0;
}

gboolean check(GSource* source) noexcept {
    return reinterpret_cast<TaskSource*>(source)->waiting->load(std::memory_order_acquire) > 0;
}

gboolean dispatch(GSource*, GSourceFunc run, gpointer loop) noexcept {
    return run(loop);
}

GSourceFuncs kTaskSourceFunctions{prepare, check, dispatch, nullptr, nullptr, nullptr};

}  // namespace

void IceLoop::Impl::runTasks() {
    while (auto task = tasks.pop()) {
        waiting.fetch_sub(1, std::memory_order_acq_rel);
        (*task)();
    }
}

IceLoop::IceLoop() : impl_(std::make_unique<Impl>()) {
    impl_->context = g_main_context_new();
    impl_->loop = g_main_loop_new(impl_->context, FALSE);
    impl_->source = g_source_new(&kTaskSourceFunctions, sizeof(TaskSource));
    reinterpret_cast<TaskSource*>(impl_->source)->waiting = &impl_->waiting;
    g_source_set_callback(
        impl_->source,
        [](gpointer self) -> gboolean {
            static_cast<Impl*>(self)->runTasks();
            return G_SOURCE_CONTINUE;
        },
        impl_.get(),
        nullptr);
    g_source_attach(impl_->source, impl_->context);
    impl_->thread = std::thread([self = impl_.get()] {
        pthread_setname_np(pthread_self(), "ice");
        self->role.bindHere();
        g_main_context_push_thread_default(self->context);
        g_main_loop_run(self->loop);
        g_main_context_pop_thread_default(self->context);
    });
}

IceLoop::~IceLoop() {
    post([self = impl_.get()] { g_main_loop_quit(self->loop); });
    impl_->thread.join();
    impl_->role.bindHere();
    impl_->runTasks();
    g_source_destroy(impl_->source);
    g_source_unref(impl_->source);
    g_main_loop_unref(impl_->loop);
    g_main_context_unref(impl_->context);
}

void IceLoop::post(std::function<void()> task) {
    impl_->tasks.push(std::move(task));
    impl_->waiting.fetch_add(1, std::memory_order_acq_rel);
    g_main_context_wakeup(impl_->context);
}

const ThreadRole& IceLoop::role() const {
    return impl_->role;
}

}  // namespace mcu::ice
