// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/notice_command.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include "base/log.h"

extern char** environ;

namespace mcu::app {

namespace {

using Clock = std::chrono::steady_clock;

/// An array of C strings that ends with null.
std::vector<char*> pointersTo(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (auto& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

std::vector<std::string> environmentOf(const session::Notice& notice) {
    std::vector<std::string> variables;
    for (char** at = environ; *at != nullptr; ++at) {
        variables.emplace_back(*at);
    }
    variables.push_back("HNTH_CHANNEL=" + notice.channel);
    variables.push_back("HNTH_TO=" + notice.to);
    variables.push_back("HNTH_SUBJECT=" + notice.subject);
    variables.push_back("HNTH_RECIPIENT=" + notice.recipient);
    variables.push_back("HNTH_SESSION=" + notice.session);
    return variables;
}

/// The text, as far as the program reads it; one that does not read cannot hold us up.
void feed(int pipe, const std::string& text, Clock::time_point deadline) {
    fcntl(pipe, F_SETFL, O_NONBLOCK);
    std::size_t written = 0;
    while (written < text.size() && Clock::now() < deadline) {
        const auto count = write(pipe, text.data() + written, text.size() - written);
        if (count > 0) {
            written += static_cast<std::size_t>(count);
        } else if (errno == EAGAIN) {
            pollfd ready{pipe, POLLOUT, 0};
            poll(&ready, 1, 100);
        } else {
            break;
        }
    }
    close(pipe);
}

Status waitFor(pid_t child, Clock::time_point deadline, const std::atomic<bool>& stopping) {
    int state = 0;
    while (waitpid(child, &state, WNOHANG) == 0) {
        if (Clock::now() >= deadline || stopping) {
            kill(child, SIGKILL);
            waitpid(child, &state, 0);
            return Error(ErrorCode::timeout, "the command for notices did not end in time");
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    if (WIFEXITED(state) && WEXITSTATUS(state) == 0) {
        return {};
    }
    return Error(ErrorCode::refused,
                 "the command for notices ended with " +
                     std::to_string(WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state)));
}

}  // namespace

NoticeCommand::NoticeCommand(Loop& control,
                             std::vector<std::string> command,
                             std::chrono::seconds timeout)
    : control_(control), command_(std::move(command)), timeout_(timeout) {
    if (ready()) {
        thread_ = std::thread([this] { run(); });
    }
}

NoticeCommand::~NoticeCommand() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        wake_.notify_one();
    }
    if (thread_.joinable()) {
        thread_.join();
    }
}

void NoticeCommand::send(session::Notice notice, std::function<void(Status)> sent) {
    const std::lock_guard lock(mutex_);
    jobs_.push({std::move(notice), std::move(sent)});
    wake_.notify_one();
}

void NoticeCommand::run() {
    while (true) {
        Job job;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
            if (stopping_) {
                return;
            }
            job = std::move(jobs_.front());
            jobs_.pop();
        }
        auto status = carryOut(job.notice);
        if (!status) {
            logger("session").warn("notice not sent recipient={} why={}",
                                   job.notice.recipient,
                                   status.error().message);
        }
        control_.post([sent = std::move(job.sent), status = std::move(status)] { sent(status); });
    }
}

Status NoticeCommand::carryOut(const session::Notice& notice) const {
    std::array<int, 2> pipe{};
    if (pipe2(pipe.data(), O_CLOEXEC) != 0) {
        return Error(ErrorCode::internal, std::string("no pipe: ") + std::strerror(errno));
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[0], STDIN_FILENO);
    auto arguments = command_;
    auto variables = environmentOf(notice);
    pid_t child = 0;
    const int failed = posix_spawn(&child,
                                   command_.front().c_str(),
                                   &actions,
                                   nullptr,
                                   pointersTo(arguments).data(),
                                   pointersTo(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    close(pipe[0]);
    if (failed != 0) {
        close(pipe[1]);
        return Error(ErrorCode::unavailable,
                     "cannot run " + command_.front() + ": " + std::strerror(failed));
    }
    const auto deadline = Clock::now() + timeout_;
    feed(pipe[1], notice.text, deadline);
    return waitFor(child, deadline, stopping_);
}

}  // namespace mcu::app
